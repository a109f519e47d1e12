package zomg.cli.local;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import zomg.cli.client.ServerClient;
import zomg.cli.client.Version;
import zomg.cli.support.ApiFailure;
import zomg.cli.support.Failure;
import zomg.cli.support.Http;
import zomg.cli.support.Unreachable;

/** The server's process: started apart from the caller, watched until it answers, ended. */
final class ServerProcess {

    private static final Duration START = Duration.ofSeconds(60);

    /** A server under load drains its requests for 30 seconds. */
    private static final Duration END = Duration.ofSeconds(40);

    private static final int LAST_LINES = 20;

    /** The script replaces itself by Java, so its pid stays the server's. */
    private static final String SCRIPT = "umask 077; cd /; exec \"$@\"";

    private ServerProcess() {}

    /**
     * @param variables the whole environment of the server
     */
    static ProcessId start(Installation installation, Path console, Map<String, String> variables) {
        ProcessBuilder builder =
                new ProcessBuilder(
                        "setsid",
                        "/bin/sh",
                        "-c",
                        SCRIPT,
                        "sh",
                        installation.server().toString(),
                        "run",
                        "zomg");
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
     * @throws Failure with the last lines of its log if it ended or did not answer in time
     */
    static Version awaitAnswer(ProcessId process, Http http, Path console) {
        Version[] answer = new Version[1];
        boolean inTime =
                Waiting.until(
                        START,
                        () -> {
                            answer[0] = version(http);
                            if (answer[0] == null && !process.isAlive()) {
                                throw Failure.of(diedEarly(console));
                            }
                            return answer[0] != null;
                        });
        if (!inTime) {
            throw Failure.of(
                    "the server (pid %d) did not answer within %d seconds; the end of %s:%n%s"
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
        process.terminate();
        if (!Waiting.until(END, () -> !process.isAlive())) {
            process.kill();
            if (!Waiting.until(END, () -> !process.isAlive())) {
                throw Failure.of("the server (pid %d) cannot be ended".formatted(process.pid()));
            }
        }
    }

    private static String diedEarly(Path console) {
        return "the server ended at once; the end of %s:%n%s"
                .formatted(console, lastLines(console));
    }

    private static String lastLines(Path file) {
        try {
            List<String> lines = Files.readAllLines(file);
            return String.join(
                    "\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
        } catch (IOException unreadable) {
            return "(it cannot be read)";
        }
    }
}
