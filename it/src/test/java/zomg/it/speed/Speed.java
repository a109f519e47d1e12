package zomg.it.speed;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import zomg.it.Instance;
import zomg.it.harness.Client;

/** All of it in one run, one after the other, on one instance. */
public final class Speed {

    private static final String PROJECT = "/v1/projects/bench/boxes";
    private static final String VOLUMES = "/v1/projects/bench/data";
    private static final String VOLUME = VOLUMES + "/kept";
    private static final String CROWD = "/v1/projects/crowd/boxes";
    private static final int[] CROWDS = {0, 100, 500};
    private static final int[] CLIENTS = {1, 2, 4, 8};
    private static final int CROWD_CLIENTS = 4;
    private static final int FORK_CLIENTS = 4;
    private static final int FORKS = 100;
    private static final double SECOND_NANOS = 1e9;
    private static final int STARTS = 3;

    /** How often the JVM runs what is measured before: it compiles what was called 200 times. */
    private static final int WARM_UP = 300;

    private static final Duration SUSTAINED = Duration.ofSeconds(10);
    private static final String RUN_TRUE = "{\"command\":[\"true\"]}";
    private static final String CHANGE_HUNDRED =
            "{\"command\":[\"bash\",\"-ec\",\"find /usr/share -type f | sed -n 1~20p | head -n 100"
                    + " | while read -r file; do echo changed >>$file; done\"]}";
    private static final String WRITE_64_MIB =
            "{\"command\":[\"dd\",\"if=/dev/urandom\",\"of=/srv/dirty\",\"bs=1M\",\"count=64\",\"status=none\"]}";
    private static final String LOGIN_TRUE = "{\"command\":[\"bash\",\"-lc\",\"true\"]}";

    private final Instance instance;
    private final PrintStream out;
    private final Report report = new Report();
    private int crowd;

    public Speed(Instance instance, PrintStream out) {
        this.instance = instance;
        this.out = out;
    }

    /**
     * @param results the folder for the plot
     */
    public void run(int rounds, Path results) throws IOException {
        try (Client client = Client.of(instance)) {
            volume(client);
            life(client, WARM_UP, new Report(), "warming up");
            disks(client, WARM_UP, new Report(), "warming up");
            new Floor(instance).run(rounds, report);
            new Launchers(instance).run(rounds / 4, report);
            if (Incus.isHere()) {
                try (Incus incus = Incus.start(instance)) {
                    incus.run(rounds / 4, report);
                }
            }
            long free = availableKiB();
            for (int size : CROWDS) {
                gather(client, size);
                String who = "zomg, beside %d boxes".formatted(size);
                life(client, rounds, report, who);
                disks(client, rounds, report, who);
                if (size == 100) {
                    list(client, WARM_UP, new Report());
                    list(client, rounds, report);
                }
            }
            report.fact(
                    "an idle box: %.2f MiB of memory, by what is available before and after %d",
                    (free - availableKiB()) / 1024.0 / crowd, crowd);
            differences(client, rounds);
            dirtyForks(client, rounds);
            gather(client, 0);
            forks(client);
            // What btrfs gives back after a delete is in the time of others.
            instance.host("btrfs", "subvolume", "sync", instance.pool().toString()).ok();
            for (int clients : CLIENTS) {
                sustain(client, clients);
            }
            require(client.call("DELETE", VOLUME, ""), VOLUME);
            report.fact("server: %d MiB resident", residentKiB() / 1024);
        }
        commands(rounds / 2);
        starts();
        withoutReadyRoots(rounds);
        out.print(report.table());
        report.plot(results.resolve("speed.svg"));
    }

    private void life(Client client, int rounds, Report into, String who) throws IOException {
        for (int round = 0; round < rounds; round++) {
            String name = "b" + round;
            String box = PROJECT + "/" + name;
            long begin = System.nanoTime();
            into.of("create", who).time(() -> create(client, name));
            post(client, box + "/exec", RUN_TRUE);
            into.of("create, first true done", who).addSince(begin);
            into.of("exec bash -lc true", who).time(() -> post(client, box + "/exec", LOGIN_TRUE));
            into.of("stop", who).time(() -> post(client, box + "/stop", ""));
            into.of("resume", who).time(() -> post(client, box + "/resume", ""));
            into.of("delete", who).time(() -> delete(client, box));
        }
    }

    private void disks(Client client, int rounds, Report into, String who) throws IOException {
        for (int round = 0; round < rounds; round++) {
            String name = "d" + round;
            String box = PROJECT + "/" + name;
            create(client, name);
            post(client, box + "/exec", RUN_TRUE);
            into.of("fork", who).time(() -> fork(client, name));
            into.of("snapshot", who).time(() -> post(client, box + "/snapshots", ""));
            into.of("attach a volume", who)
                    .time(
                            () ->
                                    post(
                                            client,
                                            VOLUME + "/attach",
                                            "{\"box\":\"%s\",\"path\":\"/data\"}".formatted(name)));
            post(client, VOLUME + "/detach", "{\"box\":\"%s\"}".formatted(name));
            post(client, box + "/stop", "");
            into.of("restore a stopped box", who)
                    .time(() -> post(client, box + "/snapshots/v0/restore", "{\"safety\":false}"));
            delete(client, box);
            delete(client, PROJECT + "/f");
        }
    }

    private static void list(Client client, int rounds, Report into) throws IOException {
        for (int i = 0; i < rounds; i++) {
            into.of("list of 100", "zomg").time(() -> client.get(CROWD + "?max_results=100"));
        }
    }

    private static void volume(Client client) throws IOException {
        post(client, VOLUMES, "{\"name\":\"kept\"}");
    }

    /**
     * A fork waits until the kernel has written what the source's processes have: beside it, what
     * that takes alone.
     */
    private void dirtyForks(Client client, int rounds) throws IOException {
        create(client, "dirty");
        String box = PROJECT + "/dirty";
        Path root = instance.pool().resolve("roots").resolve(client.get(box).getString("id"));
        for (int round = 0; round < rounds; round++) {
            post(client, box + "/exec", WRITE_64_MIB);
            report.of("fork, 64 MiB just written", "zomg").time(() -> fork(client, "dirty"));
            delete(client, PROJECT + "/f");
            post(client, box + "/exec", WRITE_64_MIB);
            report.of("fork, 64 MiB just written", "to the disk, kernel alone")
                    .time(() -> instance.host("btrfs", "filesystem", "sync", root.toString()).ok());
        }
        delete(client, box);
    }

    /** Many of one box, which is alone in being asked. */
    private void forks(Client client) throws IOException {
        create(client, "source");
        post(client, PROJECT + "/source/exec", RUN_TRUE);
        AtomicInteger next = new AtomicInteger();
        long begin = System.nanoTime();
        together(
                FORK_CLIENTS,
                () -> {
                    for (int i = next.getAndIncrement(); i < FORKS; i = next.getAndIncrement()) {
                        post(
                                client,
                                PROJECT,
                                "{\"name\":\"fork%d\",\"fork\":\"source\"}".formatted(i));
                    }
                });
        report.fact(
                "%d forks of one box: %.2f s", FORKS, (System.nanoTime() - begin) / SECOND_NANOS);
        for (int i = 0; i < FORKS; i++) {
            delete(client, PROJECT + "/fork" + i);
        }
        delete(client, PROJECT + "/source");
    }

    /** A root of box-base has some 60,000 files. */
    private void differences(Client client, int rounds) throws IOException {
        String box = PROJECT + "/changed";
        create(client, "changed");
        post(client, box + "/snapshots", "{}");
        post(client, box + "/exec", CHANGE_HUNDRED);
        for (int round = 0; round < rounds; round++) {
            report.of("diff, 100 files changed", "zomg").time(() -> client.get(box + "/diff"));
        }
        delete(client, box);
    }

    private static void create(Client client, String name) throws IOException {
        post(client, PROJECT, "{\"name\":\"%s\"}".formatted(name));
    }

    private static void fork(Client client, String source) throws IOException {
        post(client, PROJECT, "{\"name\":\"f\",\"fork\":\"%s\"}".formatted(source));
    }

    private static void post(Client client, String path, String body) throws IOException {
        require(client.call("POST", path, body), path);
    }

    private static void delete(Client client, String path) throws IOException {
        require(client.call("DELETE", path + "?force=true", ""), path);
    }

    private static void require(Client.Answer answer, String path) throws IOException {
        if (!answer.isOneOf(200, 201)) {
            throw new IOException("%s: %s".formatted(path, answer));
        }
    }

    /** Brings the number of boxes that are just there to {@code size}. */
    private void gather(Client client, int size) throws IOException {
        AtomicInteger next = new AtomicInteger(Math.min(crowd, size));
        int end = Math.max(crowd, size);
        boolean more = size > crowd;
        together(
                CROWD_CLIENTS,
                () -> {
                    for (int i = next.getAndIncrement(); i < end; i = next.getAndIncrement()) {
                        if (more) {
                            post(client, CROWD, "{\"name\":\"c%d\"}".formatted(i));
                        } else {
                            delete(client, CROWD + "/c" + i);
                        }
                    }
                });
        crowd = size;
    }

    private void sustain(Client client, int clients) throws IOException {
        AtomicInteger made = new AtomicInteger();
        Samples create = report.of("create", "zomg, %d clients".formatted(clients));
        long end = System.nanoTime() + SUSTAINED.toNanos();
        together(
                clients,
                () -> {
                    while (System.nanoTime() < end) {
                        String name = "s" + made.incrementAndGet();
                        create.time(() -> create(client, name));
                        delete(client, PROJECT + "/" + name);
                    }
                });
        report.fact(
                "%d clients that create and delete: %.1f boxes a second",
                clients, made.get() / (double) SUSTAINED.toSeconds());
    }

    private static void together(int threads, Samples.Step work) throws IOException {
        List<Thread> all = new ArrayList<>();
        List<IOException> failures = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            all.add(
                    Thread.ofPlatform()
                            .start(
                                    () -> {
                                        try {
                                            work.run();
                                        } catch (IOException failure) {
                                            synchronized (failures) {
                                                failures.add(failure);
                                            }
                                        }
                                    }));
        }
        try {
            for (Thread one : all) {
                one.join();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException(interrupted);
        }
        if (!failures.isEmpty()) {
            throw failures.getFirst();
        }
    }

    private void commands(int rounds) throws IOException {
        String zomg = instance.installation().resolve("bin/zomg").toString();
        for (int round = 0; round < rounds; round++) {
            report.of("zomg list, the command", "zomg")
                    .time(() -> instance.host(zomg, "list").ok());
            report.of("zomg --version, the command", "zomg")
                    .time(() -> instance.host(zomg, "--version").ok());
        }
    }

    private void starts() throws IOException {
        for (int round = 0; round < STARTS; round++) {
            instance.host("kill", "-9", Long.toString(instance.pid())).ok();
            report.of("zomg up after kill -9", "zomg").time(this::up);
        }
    }

    /** As boxes of a base that was not used for long. */
    private void withoutReadyRoots(int rounds) throws IOException {
        instance.host("kill", "-9", Long.toString(instance.pid())).ok();
        instance.up(Map.of("ZOMG_READY_ROOTS", "0")).ok();
        try (Client client = Client.of(instance)) {
            life(client, WARM_UP, new Report(), "warming up");
            disks(client, WARM_UP, new Report(), "warming up");
            life(client, rounds, report, "zomg, no root ready");
            disks(client, rounds, report, "zomg, no root ready");
        }
    }

    private void up() {
        instance.up().ok();
    }

    private static long availableKiB() throws IOException {
        return number(Pattern.compile("MemAvailable:\\s+(\\d+)"), Path.of("/proc/meminfo"));
    }

    private long residentKiB() throws IOException {
        return number(
                Pattern.compile("VmRSS:\\s+(\\d+)"),
                Path.of("/proc", Long.toString(instance.pid()), "status"));
    }

    private static long number(Pattern pattern, Path file) throws IOException {
        Matcher matcher = pattern.matcher(Files.readString(file));
        if (!matcher.find()) {
            throw new IOException("%s has no %s".formatted(file, pattern));
        }
        return Long.parseLong(matcher.group(1));
    }
}
