package zomg.cli.local;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import zomg.cli.support.Failure;

/** This machine, as far as starting a server needs it. */
final class Machine {

    static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private static final Duration COMMAND_PATIENCE = Duration.ofSeconds(30);
    private static final int MAX_OUTPUT = 4 * 1024 * 1024;
    private static final int HOME_FIELD = 5;
    private static final int MOUNT_POINT_FIELD = 4;

    /** What a program of the machine said. */
    record Outcome(int exitCode, String output) {
        boolean isGood() {
            return exitCode == 0;
        }
    }

    boolean isRoot() {
        try {
            return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
        } catch (IOException unknown) {
            return false;
        }
    }

    void requireRoot(String command) {
        if (!isRoot()) {
            throw Failure.of("it needs root; run: sudo zomg " + command);
        }
    }

    /** The home of {@code user}, if there is such a user. */
    Optional<Path> homeOf(String user) {
        Outcome entry = run("", List.of("getent", "passwd", "--", user));
        if (!entry.isGood()) {
            return Optional.empty();
        }
        String[] fields = entry.output().strip().split(":", -1);
        return fields.length > HOME_FIELD
                ? Optional.of(fields[HOME_FIELD]).filter(home -> !home.isEmpty()).map(Path::of)
                : Optional.empty();
    }

    /** Every mount at or below {@code folder}. */
    List<Path> mountsBelow(Path folder) {
        try {
            return Files.readAllLines(Path.of("/proc/self/mountinfo")).stream()
                    .map(line -> Path.of(unescaped(line.split(" ", -1)[MOUNT_POINT_FIELD])))
                    .filter(mount -> mount.startsWith(folder))
                    .toList();
        } catch (IOException unreadable) {
            throw Failure.of("/proc/self/mountinfo cannot be read");
        }
    }

    /** The kernel writes blanks and the like as three octal digits. */
    private static String unescaped(String field) {
        return field.replace("\\040", " ").replace("\\011", "\t").replace("\\134", "\\");
    }

    /** Loop devices that hold {@code image}. */
    List<String> loopDevicesOf(Path image) {
        List<String> devices = new ArrayList<>();
        try (var blocks = Files.newDirectoryStream(Path.of("/sys/block"), "loop*")) {
            for (Path block : blocks) {
                Path file = block.resolve("loop/backing_file");
                if (Files.exists(file) && Files.readString(file).strip().equals(image.toString())) {
                    devices.add("/dev/" + block.getFileName());
                }
            }
        } catch (IOException gone) {
            // a device that went away while we looked holds nothing
        }
        return devices;
    }

    /** What is free for {@code path}, which need not exist yet. */
    long usableBytes(Path path) {
        Path existing = path;
        while (!Files.exists(existing)) {
            existing = existing.getParent();
        }
        try {
            return Files.getFileStore(existing).getUsableSpace();
        } catch (IOException unknown) {
            throw Failure.of("the free space of %s cannot be read".formatted(existing));
        }
    }

    /** Runs a program of the machine; one that is not there answers 127, as in a shell. */
    Outcome run(String input, List<String> command) {
        return run(input, COMMAND_PATIENCE, command);
    }

    /** One that may take longer, and needs no input. */
    Outcome run(Duration patience, List<String> command) {
        return run("", patience, command);
    }

    private static Outcome run(String input, Duration patience, List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("LC_ALL", "C");
        builder.environment().put("PATH", PATH);
        Process process;
        try {
            process = builder.start();
        } catch (IOException missing) {
            return new Outcome(127, missing.getMessage());
        }
        try {
            try (OutputStream stdin = process.getOutputStream()) {
                stdin.write(input.getBytes(StandardCharsets.UTF_8));
            } catch (IOException notRead) {
                // it did not want its input; its exit code says whether that is bad
            }
            String output =
                    new String(
                            process.getInputStream().readNBytes(MAX_OUTPUT),
                            StandardCharsets.UTF_8);
            if (!process.waitFor(patience.toSeconds(), TimeUnit.SECONDS)) {
                return new Outcome(124, output);
            }
            return new Outcome(process.exitValue(), output);
        } catch (IOException broken) {
            return new Outcome(1, broken.getMessage());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw Failure.of("interrupted");
        } finally {
            process.destroyForcibly();
        }
    }
}
