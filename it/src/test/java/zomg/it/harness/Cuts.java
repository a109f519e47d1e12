package zomg.it.harness;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import zomg.it.Instance;

/**
 * Connections of {@code zomg exec} are cut at any byte, and its server is killed, while much goes
 * through it: nothing may be missing, nothing twice, and the exit code is the command's.
 */
public final class Cuts {

    private static final int SIZE = 10_000_000;
    private static final int FILES = 40;
    private static final int EXIT = 37;
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final Duration BETWEEN_KILLS = Duration.ofSeconds(1);

    private final Instance instance;
    private final Random random;
    private final PrintStream out;
    private final Path folder;
    private final Path sent;
    private final List<String> wrong = new ArrayList<>();

    public Cuts(Instance instance, long seed, PrintStream out) throws IOException {
        this.instance = instance;
        this.random = new Random(seed);
        this.out = out;
        folder = Files.createTempDirectory("zomg-cuts");
        sent = folder.resolve("sent");
        byte[] bytes = new byte[SIZE];
        random.nextBytes(bytes);
        Files.write(sent, bytes);
    }

    /**
     * @return what is wrong
     */
    public List<String> run(int cuts, int kills) throws IOException {
        String box = "cuts";
        try {
            instance.zomg("create", box).ok();
            // There first: this is how the file comes into the box, too
            through(cuts / 4, sent, List.of("sh", "-c", "cat >/root/sent; exit " + EXIT), box);
            through(
                    cuts,
                    Path.of("/dev/null"),
                    List.of("sh", "-c", "cat /root/sent; exit " + EXIT),
                    box);
            unpacked(cuts / 4, box);
            if (kills > 0) {
                killed(kills, box);
            }
        } finally {
            instance.zomg("delete", "--force", box);
            instance.host("rm", "-rf", folder.toString());
        }
        wrong.forEach(out::println);
        return List.copyOf(wrong);
    }

    private void through(int cuts, Path in, List<String> command, String box) throws IOException {
        Path heard = folder.resolve("heard");
        try (CutLine line = line(cuts)) {
            int exit = exec(line.url(), box, command, in, heard).waitFor(PATIENCE);
            judge(EXIT, exit, "exit code through %d cuts".formatted(line.cuts()));
            if (in.equals(sent)) {
                judgeSameInBox(box);
            } else if (Files.mismatch(sent, heard) >= 0) {
                wrong.add("output differs at byte %d".formatted(Files.mismatch(sent, heard)));
            }
            out.printf("%s: %d cuts%n", in.equals(sent) ? "input" : "output", line.cuts());
        }
    }

    private void judgeSameInBox(String box) throws IOException {
        Path sum = folder.resolve("sum");
        exec(instance.url(), box, List.of("sha256sum", "/root/sent"), Path.of("/dev/null"), sum)
                .waitFor(PATIENCE);
        String here = instance.host("sha256sum", sent.toString()).ok().split(" ", 2)[0];
        judge(here, Files.readString(sum).split(" ", 2)[0], "what came into the box");
    }

    /** {@code tar c . | zomg exec web -- tar x}. */
    private void unpacked(int cuts, String box) throws IOException {
        Path tree = Files.createDirectories(folder.resolve("tree"));
        for (int i = 0; i < FILES; i++) {
            byte[] bytes = new byte[1 + random.nextInt(2 * SIZE / FILES)];
            random.nextBytes(bytes);
            Files.write(tree.resolve("file" + i), bytes);
        }
        Path archive = folder.resolve("archive");
        instance.host("tar", "-cf", archive.toString(), "-C", tree.toString(), ".").ok();
        Path heard = folder.resolve("heard");
        List<String> sums = List.of("sh", "-c", "cd /srv && sha256sum file* | sort");
        try (CutLine line = line(cuts)) {
            List<String> tar = List.of("tar", "-x", "-C", "/srv");
            judge(0, exec(line.url(), box, tar, archive, heard).waitFor(PATIENCE), "tar");
            out.printf("tar: %d cuts%n", line.cuts());
        }
        exec(instance.url(), box, sums, Path.of("/dev/null"), heard).waitFor(PATIENCE);
        String here =
                instance.host("sh", "-c", "cd %s && sha256sum file* | sort".formatted(tree)).ok();
        judge(here, Files.readString(heard).stripTrailing(), "what tar unpacked");
    }

    private void killed(int kills, String box) throws IOException {
        Path heard = folder.resolve("heard");
        String slowly =
                "for i in $(seq 0 199); do dd if=/root/sent bs=50000 skip=$i count=1 2>/dev/null;"
                        + " sleep 0.1; done; exit "
                        + EXIT;
        int done = 0;
        while (done < kills) {
            Running running =
                    exec(
                            instance.url(),
                            box,
                            List.of("bash", "-c", slowly),
                            Path.of("/dev/null"),
                            heard);
            while (done < kills && running.isAlive()) {
                LockSupport.parkNanos(
                        BETWEEN_KILLS.toNanos() + random.nextLong(TimeUnit.SECONDS.toNanos(1)));
                if (running.isAlive()) {
                    instance.host("kill", "-9", Long.toString(instance.pid())).ok();
                    instance.up().ok();
                    done++;
                }
            }
            judge(EXIT, running.waitFor(PATIENCE), "exit code after %d kills".formatted(done));
            if (Files.mismatch(sent, heard) >= 0) {
                wrong.add(
                        "output differs at byte %d after %d kills"
                                .formatted(Files.mismatch(sent, heard), done));
            }
        }
        out.printf("server: %d kills%n", done);
    }

    private CutLine line(int cuts) throws IOException {
        URI url = URI.create(instance.url());
        // So that all cuts fall into what is sent
        int mostBytes = 2 * SIZE / Math.max(1, cuts + 1);
        return new CutLine(
                new InetSocketAddress(url.getHost(), url.getPort()), random, mostBytes, cuts);
    }

    private record Running(Process process) {

        boolean isAlive() {
            return process.isAlive();
        }

        /** Of one that does not end, -1. */
        int waitFor(Duration patience) {
            try {
                if (process.waitFor(patience.toSeconds(), TimeUnit.SECONDS)) {
                    return process.exitValue();
                }
                process.destroyForcibly();
                return -1;
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return -1;
            }
        }
    }

    private Running exec(String url, String box, List<String> command, Path in, Path heard)
            throws IOException {
        List<String> argv =
                new ArrayList<>(List.of(instance.command().toString(), "exec", box, "--"));
        argv.addAll(command);
        Map<String, String> variables = new HashMap<>(instance.variables());
        variables.put("ZOMG_URL", url);
        variables.put("ZOMG_TOKEN", instance.token());
        ProcessBuilder builder =
                new ProcessBuilder(argv)
                        .redirectInput(in.toFile())
                        .redirectOutput(heard.toFile())
                        .redirectError(folder.resolve("stderr").toFile());
        builder.environment().putAll(variables);
        return new Running(builder.start());
    }

    private void judge(Object wanted, Object got, String what) throws IOException {
        if (!wanted.equals(got)) {
            wrong.add(
                    "%s: %s instead of %s; stderr: %s"
                            .formatted(
                                    what, got, wanted, Files.readString(folder.resolve("stderr"))));
        }
    }
}
