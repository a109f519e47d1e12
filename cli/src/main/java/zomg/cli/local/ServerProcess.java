package zomg.cli.local;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import zomg.cli.client.ServerClient;
import zomg.cli.client.Version;
import zomg.cli.support.ApiFailure;
import zomg.cli.support.Failure;
import zomg.cli.support.Http;
import zomg.cli.support.Unreachable;
import zomg.cli.support.Waiting;

/** The server's process: started apart from the caller, watched until it answers, ended. */
final class ServerProcess {

    private static final Duration START = Duration.ofSeconds(60);

    /** A server under load drains its requests for 30 seconds. */
    private static final Duration END = Duration.ofSeconds(40);

    private static final int LAST_LINES = 20;

    /** How a server begins that says why it ends. */
    private static final String CANNOT_START = "the server cannot start: ";

    private ServerProcess() {}

    /**
     * The script replaces itself by Java, so its pid stays the server's.
     *
     * @param variables the whole environment of the server
     */
    static ProcessId start(Installation installation, Path console, Map<String, String> variables) {
        return start(List.of("setsid", installation.server().toString()), console, variables);
    }

    /** By way of other programs, each of which is replaced by the next. */
    static ProcessId start(List<String> command, Path console, Map<String, String> variables) {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().clear();
        builder.environment().putAll(new TreeMap<>(variables));
        builder.redirectInput(new File("/dev/null"));
        builder.redirectErrorStream(true);
        builder.redirectOutput(console.toFile());
        try {
            Process process = builder.start();
            return ProcessId.of(process.pid()).orElseThrow(() -> Failure.of(diedEarly(console)));
        } catch (IOException failed) {
            throw Failure.of("the server cannot be started: " + failed.getMessage());
        }
    }

    /**
     * @param port where it shall answer; what another process answers there is not taken for it
     * @throws Failure with the last lines of its log if it ended or did not answer in time. It does
     *     not run any more then
     */
    static Version awaitAnswer(ProcessId process, int port, Http http, Path console) {
        Version[] answer = new Version[1];
        boolean inTime =
                Waiting.until(
                        START,
                        () -> {
                            answer[0] = Ports.isServedBy(port, process) ? version(http) : null;
                            if (answer[0] == null && !process.isAlive()) {
                                throw Failure.of(diedEarly(console));
                            }
                            return answer[0] != null;
                        });
        if (!inTime) {
            end(process);
            throw Failure.of(
                    "the server (pid %d) did not answer within %d seconds and was ended; the end of %s:%n%s"
                            .formatted(
                                    process.pid(), START.toSeconds(), console, lastLines(console)));
        }
        return answer[0];
    }

    /** What it says it is; null while it says nothing. */
    static Version version(Http http) {
        try {
            return new ServerClient(http).showVersion().value();
        } catch (Unreachable | ApiFailure | Failure notYet) {
            return null;
        }
    }

    /** Asks it to end, and ends it if it does not. */
    static void end(ProcessId process) {
        end(process, END);
    }

    static void end(ProcessId process, Duration patience) {
        process.terminate();
        if (!Waiting.until(patience, () -> !process.isAlive())) {
            process.kill();
            if (!Waiting.until(END, () -> !process.isAlive())) {
                throw Failure.of("the server (pid %d) cannot be ended".formatted(process.pid()));
            }
        }
    }

    /** In its own words if it had time for them. */
    private static String diedEarly(Path console) {
        Optional<String> sentence =
                linesOf(console).stream()
                        .filter(line -> line.contains(CANNOT_START))
                        .map(line -> line.substring(line.indexOf(CANNOT_START)))
                        .reduce((_, last) -> last);
        if (sentence.isPresent()) {
            return "%s; %s has more".formatted(sentence.get(), console);
        }
        return "the server ended at once; the end of %s:%n%s"
                .formatted(console, lastLines(console));
    }

    private static String lastLines(Path file) {
        List<String> lines = linesOf(file);
        return String.join(
                "\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
    }

    private static List<String> linesOf(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException unreadable) {
            return List.of("(it cannot be read)");
        }
    }
}
