package zomg.cli.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import zomg.cli.support.Failure;
import zomg.cli.support.Http;

/**
 * What each start of the server begins with, made once for an installation by a start that is for
 * nobody: the classes as the JVM wants them (JEP 483), and the caches that Liberty wrote as it
 * ended, which {@code bin/zomg-server} gives back to one that was killed. All of it may go; starts
 * take longer then.
 *
 * @param output where Liberty writes, with the caches that it is using
 */
record Preparation(Path output, Installation installation) {

    /** The end of that start takes as long as it takes to write the classes down. */
    private static final Duration END = Duration.ofMinutes(2);

    private static final Duration SYNC = Duration.ofMinutes(1);

    /** Of the running server, not of the caches. */
    private static final List<String> OF_ONE_RUN =
            List.of(".sRunning", ".sLock", ".sCommand", ".sCommandAuth");

    /** The agent is for tracing; with it the JVM takes no classes but its own from the cache. */
    private static final Map<String, String> ALWAYS = Map.of("WLP_SKIP_BOOTSTRAP_AGENT", "true");

    /** For the environment of a start. */
    Map<String, String> variables() {
        Map<String, String> variables = new TreeMap<>(ALWAYS);
        if (isDone()) {
            variables.put("JVM_ARGS", option("AOTCache", classes(folder())));
        }
        return variables;
    }

    boolean isDone() {
        try {
            return Files.readString(stamp(folder())).equals(identity());
        } catch (IOException absent) {
            return false;
        }
    }

    /**
     * @param variables as for a start, but for what this adds
     * @throws Failure if it cannot be done, and starts take longer for now
     */
    void make(Map<String, String> variables, int port, Http http, Machine machine) {
        Path next = output.resolve("prepared.new");
        Path rehearsal = output.resolve("rehearsal");
        try {
            discard();
            Tree.delete(next);
            Tree.delete(rehearsal);
            OwnFile.makeFolder(next, "rwx------");
            Map<String, String> all = new TreeMap<>(variables);
            all.keySet().removeIf(name -> name.startsWith("ZOMG_DATABASE"));
            all.putAll(ALWAYS);
            all.put("ZOMG_REHEARSAL", "true");
            all.put("ZOMG_STATE_DIR", rehearsal.toString());
            all.put("ZOMG_RUN_DIR", rehearsal.resolve("run").toString());
            all.put("JVM_ARGS", option("AOTCacheOutput", classes(next)));
            Path console = next.resolve("console.log");
            ProcessId process = ServerProcess.start(installation, console, all);
            ServerProcess.awaitAnswer(process, port, http, console);
            ServerProcess.end(process, END);
            keep(next, machine);
        } catch (IOException failed) {
            throw Failure.of(failed.toString());
        } finally {
            deleteQuietly(rehearsal);
            deleteQuietly(next);
        }
    }

    /** On disk before it is known: what a power cut left of it would be taken for all of it. */
    private void keep(Path next, Machine machine) throws IOException {
        if (!Files.exists(classes(next))) {
            throw Failure.of("the JVM wrote no classes");
        }
        Path caches = next.resolve("workarea");
        Tree.copy(output.resolve("zomg/workarea"), caches);
        for (String name : OF_ONE_RUN) {
            Tree.delete(caches.resolve(name));
        }
        OwnFile.write(stamp(next), identity(), OwnFile.PRIVATE);
        Machine.Outcome synced =
                machine.run(SYNC, List.of("sync", "--file-system", next.toString()));
        if (!synced.isGood()) {
            throw Failure.of("sync: " + synced.output().strip());
        }
        Files.move(next, folder());
    }

    /** So that a start that failed is not tried again with the same. */
    void discard() {
        deleteQuietly(folder());
    }

    private static void deleteQuietly(Path folder) {
        try {
            Tree.delete(folder);
        } catch (IOException left) {
            // Nobody looks into it before it has been deleted by the next one.
        }
    }

    private Path folder() {
        return output.resolve("prepared");
    }

    private static Path classes(Path folder) {
        return folder.resolve("classes.aot");
    }

    private static Path stamp(Path folder) {
        return folder.resolve("of");
    }

    /** In quotes, because Liberty's script lets a shell read it. */
    private static String option(String name, Path file) {
        return "-XX:%s='%s'".formatted(name, file.toString().replace("'", "'\\''"));
    }

    /** What it holds for: this JVM, this Liberty with these features, in this place. */
    String identity() throws IOException {
        CRC32 sum = new CRC32();
        Path liberty = installation.liberty();
        for (String file :
                List.of(
                        "lib/versions/openliberty.properties",
                        "usr/servers/zomg/server.xml",
                        "usr/servers/zomg/jvm.options")) {
            sum.update(Files.readAllBytes(liberty.resolve(file)));
        }
        String jvm = System.getProperty("java.home") + " " + System.getProperty("java.vm.version");
        sum.update(jvm.getBytes(StandardCharsets.UTF_8));
        return "%s %08x%n".formatted(installation.folder(), sum.getValue());
    }
}
