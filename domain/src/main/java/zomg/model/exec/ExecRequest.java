package zomg.model.exec;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import zomg.error.InvalidInput;
import zomg.error.Problems;
import zomg.model.box.Environment;

/**
 * A command to run in a box.
 *
 * @param command arguments; with {@code shell} they are joined by spaces to one string for bash
 * @param workingDirectory absolute path in the box; empty is the user's home
 * @param user a user of the box
 * @param timeout after which the process is killed; not used in the background
 */
public record ExecRequest(
        List<String> command,
        boolean shell,
        Optional<String> workingDirectory,
        Environment environment,
        String user,
        Duration timeout) {

    public static final String ROOT = "root";
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(60);

    private static final Duration MAX_TIMEOUT = Duration.ofHours(1);
    private static final int MAX_BYTES = 256 * 1024;
    private static final int MAX_PATH = 4095;
    private static final Pattern USER = Pattern.compile("[a-z_][a-z0-9_-]{0,31}");

    public ExecRequest {
        if (command.stream().anyMatch(Objects::isNull)) {
            throw InvalidInput.field("command", "must be strings");
        }
        command = List.copyOf(command);
        Problems problems = new Problems();
        if (command.isEmpty()) {
            problems.add("command", "must have at least one argument");
        } else if (command.getFirst().isEmpty()) {
            problems.add("command", "must not start with an empty argument");
        }
        if (command.stream().anyMatch(ExecRequest::hasNul)) {
            problems.add("command", "must not contain a NUL character");
        }
        if (!command.stream().allMatch(StandardCharsets.UTF_8.newEncoder()::canEncode)) {
            problems.add("command", "must not contain half a surrogate pair");
        }
        if (command.stream().mapToLong(String::length).sum() > MAX_BYTES) {
            problems.add("command", "must have at most %d characters".formatted(MAX_BYTES));
        }
        workingDirectory
                .filter(path -> !path.startsWith("/") || path.length() > MAX_PATH || hasNul(path))
                .ifPresent(_ -> problems.add("cwd", "must be an absolute path"));
        if (!USER.matcher(user).matches()) {
            problems.check(
                    () -> {
                        throw InvalidInput.name(
                                "user",
                                "must be 1-32 of a-z, 0-9, dash and underscore,"
                                        + " a letter or underscore first");
                    });
        }
        if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(MAX_TIMEOUT) > 0) {
            problems.add("timeout", "must be from 1 to %d".formatted(MAX_TIMEOUT.toSeconds()));
        }
        problems.refuseIfAny();
    }

    /** As root, in its home, for at most a minute. */
    public static ExecRequest of(String... command) {
        return new ExecRequest(
                List.of(command),
                false,
                Optional.empty(),
                Environment.EMPTY,
                ROOT,
                DEFAULT_TIMEOUT);
    }

    public ExecRequest within(Duration longer) {
        return new ExecRequest(command, shell, workingDirectory, environment, user, longer);
    }

    /**
     * What is executed: a login shell, so that the box's profile holds. Arguments stay arguments;
     * only with {@code shell} are they parsed.
     */
    public List<String> loginShell() {
        List<String> argv = new ArrayList<>(List.of("/bin/bash", "-lc"));
        if (shell) {
            argv.add(String.join(" ", command));
        } else {
            argv.add("exec \"$@\"");
            argv.add("bash");
            argv.addAll(command);
        }
        return argv;
    }

    private static boolean hasNul(String text) {
        return text.indexOf('\0') >= 0;
    }
}
