package zomg.cli.base;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import zomg.cli.support.ApiFailure;
import zomg.cli.support.Call;
import zomg.cli.support.EventReader;
import zomg.cli.support.ExitCode;
import zomg.cli.support.Failure;
import zomg.cli.support.Http;
import zomg.cli.support.LogText;
import zomg.cli.support.Unreachable;
import zomg.cli.support.Waiting;

/** The log of a build, printed while it grows; a broken connection is made again where it broke. */
final class BuildLog {

    static final String CUT_OFF = "the server ended the log before the build was over";

    private static final String END = "event: end";
    private static final Pattern BUILD = Pattern.compile("\"build\":\"([a-z0-9]+)\"");
    private static final int NOT_FOUND = 404;
    private static final int SERVER_ERROR = 500;

    /** Longer than the server is silent. */
    private static final Duration SILENCE = Duration.ofSeconds(40);

    private static final long PAUSE_MILLIS = 1000;

    /** As long as a server takes to come back. */
    private static final int MOST_PAUSES = 60;

    private final Http http;
    private final String base;
    private final PrintStream out;
    private final EventReader events;
    private Optional<String> build;
    private boolean hasEnded;

    /**
     * @param build empty for the last one of the base
     * @param offset from where on, in bytes
     */
    BuildLog(Http http, String base, Optional<String> build, long offset, PrintStream out) {
        this.http = http.patient(SILENCE);
        this.base = base;
        this.build = build;
        this.out = out;
        this.events = new EventReader(Optional.of(Long.toString(offset)), this::print);
    }

    /** Of what is there now. */
    static Call call(String base, Optional<String> build, String offset) {
        return Call.of("GET", "/v1/bases/{base}/log")
                .path("base", base)
                .query("build", build.orElse(null))
                .query("offset", offset);
    }

    /**
     * Until the build is over.
     *
     * @return false if there is no such log
     */
    boolean follow() {
        int pauses = 0;
        while (!hasEnded) {
            try {
                http.lines(request(), this::hear);
            } catch (ApiFailure refused) {
                if (refused.status() == NOT_FOUND) {
                    return false;
                }
                if (refused.status() < SERVER_ERROR || pauses == MOST_PAUSES) {
                    throw refused;
                }
            } catch (Unreachable broken) {
                if (pauses == MOST_PAUSES) {
                    throw broken;
                }
            }
            if (!hasEnded) {
                pauses = events.heardAnything() ? 0 : pauses + 1;
                if (pauses > MOST_PAUSES) {
                    throw Failure.of(CUT_OFF);
                }
                Waiting.pause(PAUSE_MILLIS);
            }
        }
        return true;
    }

    private Call request() {
        return call(base, build, events.lastId().orElse("0"))
                .query("follow", true)
                .header("Accept", "text/event-stream, application/problem+json");
    }

    private void hear(String line) {
        if (line.equals(END)) {
            hasEnded = true;
        } else if (!hasEnded) {
            events.line(line);
        }
    }

    private void print(String data) {
        Matcher named = BUILD.matcher(data);
        if (build.isEmpty() && named.find()) {
            build = Optional.of(named.group(1));
        }
        byte[] bytes = LogText.bytes(data);
        out.write(bytes, 0, bytes.length);
        out.flush();
        if (out.checkError()) {
            throw Failure.withExitCode(ExitCode.NO_READER, "nobody reads the log");
        }
    }
}
