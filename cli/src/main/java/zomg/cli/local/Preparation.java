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
import zomg.cli.support.OwnFile;

/**
 * What each start of the server begins with, made once for an installation by a start that is for
 * nobody: the classes as the JVM wants them (JEP 483), and the caches that Liberty wrote as it
 * ended. {@code bin/zomg-server} uses what is there. All of it may go; starts take longer then.
 *
 * @param output where Liberty writes
 */
record Preparation(Path output, Installation installation) {

    /** What it depends on, in Liberty's folder. */
    static final List<String> CONFIGURATION =
            List.of(
                    "lib/versions/openliberty.properties",
                    "usr/servers/zomg/server.xml",
                    "usr/servers/zomg/jvm.options");

    /** The end of that start takes as long as it takes to write the classes down. */
    private static final Duration END = Duration.ofMinutes(2);

    private static final Duration SYNC = Duration.ofMinutes(1);

    /** Of the running server, not of the caches. */
    private static final List<String> OF_ONE_RUN =
            List.of(".sRunning", ".sLock", ".sCommand", ".sCommandAuth");

    /**
     * In the caches stands where they are, so to them the rehearsal is where the server is. Pools
     * that it does not need would stay mounted as long as it runs, whoever unmounts them.
     */
    private static final String IN_ITS_PLACE =
            """
            while read -r source point _; do
                case "$source" in /dev/loop*) ;; *) continue ;; esac
                kept=
                for path in "$@"; do
                    case "$path/" in "${point%/}"/*) kept=1 ;; esac
                done
                [ -n "$kept" ] || umount --lazy "$point" || true
            done </proc/self/mounts
            mount --bind "$1" "$2" && exec "$3"
            """;

    /** Whether there is what the next start can use. */
    boolean isDone() {
        try {
            return Files.readString(folder().resolve("of")).equals(identity());
        } catch (IOException absent) {
            return false;
        }
    }

    /**
     * Takes its time, beside a server that runs.
     *
     * @param variables as for a start at {@code port}
     * @throws Failure if it cannot be done, and starts take longer for now
     */
    void make(Map<String, String> variables, int port, Http http, Machine machine) {
        Path rehearsal = output.resolve("rehearsal");
        try {
            Tree.delete(rehearsal);
            OwnFile.makeFolder(rehearsal, "rwx------");
            rehearse(rehearsal, variables, port, http);
            Path next = keep(rehearsal, machine);
            Tree.delete(folder());
            Files.move(next, folder());
        } catch (IOException failed) {
            throw Failure.of(failed.toString());
        } finally {
            deleteQuietly(rehearsal);
        }
    }

    private void rehearse(Path rehearsal, Map<String, String> variables, int port, Http http) {
        Map<String, String> all = new TreeMap<>(variables);
        all.keySet().removeIf(name -> name.startsWith("ZOMG_DATABASE"));
        all.put("ZOMG_REHEARSAL", "true");
        all.put("ZOMG_STATE_DIR", output.resolve("state").toString());
        all.put("ZOMG_RUN_DIR", output.resolve("run").toString());
        all.put(
                "JVM_ARGS",
                "-XX:AOTCacheOutput='%s'"
                        .formatted(output.resolve("classes.aot").toString().replace("'", "'\\''")));
        Path console = rehearsal.resolve("console.log");
        ProcessId process =
                ServerProcess.start(
                        List.of(
                                "setpriv",
                                "--pdeathsig=KILL",
                                "unshare",
                                "--mount",
                                "sh",
                                "-c",
                                IN_ITS_PLACE,
                                "sh",
                                rehearsal.toString(),
                                output.toString(),
                                installation.server().toString()),
                        console,
                        all);
        try {
            ServerProcess.awaitAnswer(process, port, http, console);
        } finally {
            ServerProcess.end(process, END);
        }
    }

    /** On disk before it is known: what a power cut left of it would be taken for all of it. */
    private Path keep(Path rehearsal, Machine machine) throws IOException {
        Path next = rehearsal.resolve("prepared");
        OwnFile.makeFolder(next, "rwx------");
        Path caches = next.resolve("workarea");
        Files.move(rehearsal.resolve("classes.aot"), next.resolve("classes.aot"));
        Files.move(rehearsal.resolve("zomg/workarea"), caches);
        for (String name : OF_ONE_RUN) {
            Tree.delete(caches.resolve(name));
        }
        OwnFile.write(next.resolve("of"), identity(), OwnFile.PRIVATE);
        Machine.Outcome synced =
                machine.run(SYNC, List.of("sync", "--file-system", next.toString()));
        if (!synced.isGood()) {
            throw Failure.of("sync: " + synced.output().strip());
        }
        return next;
    }

    /** So that a start does not use what was made for another one. */
    void discardIfStale() {
        if (!isDone()) {
            discard();
        }
    }

    /** So that a start that failed is not tried again with the same. */
    void discard() {
        deleteQuietly(folder());
    }

    private static void deleteQuietly(Path folder) {
        try {
            Tree.delete(folder);
        } catch (IOException left) {
            // It is in the way of nobody, and goes with the state directory.
        }
    }

    private Path folder() {
        return output.resolve("prepared");
    }

    /** What it holds for: this JVM, this Liberty with these features, in this place. */
    String identity() throws IOException {
        CRC32 sum = new CRC32();
        Path liberty = installation.liberty();
        for (String file : CONFIGURATION) {
            sum.update(Files.readAllBytes(liberty.resolve(file)));
        }
        String jvm = System.getProperty("java.home") + " " + System.getProperty("java.vm.version");
        sum.update(jvm.getBytes(StandardCharsets.UTF_8));
        return "%s %08x%n".formatted(installation.folder(), sum.getValue());
    }
}
