package zomg.it.speed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import zomg.it.Instance;

/**
 * bubblewrap and runc where they are installed: each starts a container on a snapshot and runs
 * {@code true} in it, without a link. Neither keeps the container, so that is all there is to
 * compare.
 */
record Launchers(Instance instance) {

    private static final String STEP = "create, first true done";

    void run(int rounds, Report report) throws IOException {
        Path root = instance.pool().resolve("scratch").resolve("launched");
        Path bundle = instance.directory().resolve("bundle");
        Files.createDirectories(bundle);
        for (int round = 0; round < rounds; round++) {
            if (isHere("bwrap")) {
                report.of(STEP, "bubblewrap, no network")
                        .time(
                                () -> {
                                    snapshot(root);
                                    instance.host(
                                                    "bwrap",
                                                    "--unshare-all",
                                                    "--bind",
                                                    root.toString(),
                                                    "/",
                                                    "--proc",
                                                    "/proc",
                                                    "--dev",
                                                    "/dev",
                                                    "true")
                                            .ok();
                                });
                delete(root);
            }
            if (isHere("runc")) {
                snapshot(root);
                write(bundle, root);
                delete(root);
                report.of(STEP, "runc, no network")
                        .time(
                                () -> {
                                    snapshot(root);
                                    instance.host(
                                                    "runc",
                                                    "run",
                                                    "--bundle",
                                                    bundle.toString(),
                                                    "zomg-bench")
                                            .ok();
                                });
                delete(root);
            }
        }
    }

    private boolean isHere(String program) {
        return instance.host("sh", "-c", "command -v " + program).exit() == 0;
    }

    private void snapshot(Path root) throws IOException {
        instance.host(
                        "btrfs",
                        "-q",
                        "subvolume",
                        "snapshot",
                        Floor.base(instance).toString(),
                        root.toString())
                .ok();
    }

    private void delete(Path root) {
        instance.host("btrfs", "-q", "subvolume", "delete", root.toString()).ok();
    }

    /** The usual configuration, with another command, without a terminal. */
    private void write(Path bundle, Path root) throws IOException {
        Path config = bundle.resolve("config.json");
        Files.deleteIfExists(config);
        instance.host("runc", "spec", "--bundle", bundle.toString()).ok();
        String usual = Files.readString(config);
        Files.writeString(
                config,
                usual.replace("\"terminal\": true", "\"terminal\": false")
                        .replaceFirst("\"sh\"", "\"true\"")
                        .replace("\"path\": \"rootfs\"", "\"path\": \"%s\"".formatted(root))
                        .replace("\"readonly\": true", "\"readonly\": false"));
    }
}
