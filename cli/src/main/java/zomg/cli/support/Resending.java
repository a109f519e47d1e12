package zomg.cli.support;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Sends a request again whose answer got lost, for as long as a server takes to come back. It is
 * done once all the same, because it carries an Idempotency-Key.
 */
final class Resending {

    static final String KEY = "Idempotency-Key";
    static final String SAY = "zomg: %s; asking again";

    private static final long PAUSE_MILLIS = 250;
    private static final int KEY_BYTES = 16;

    /** What a server says that comes back, or that works on the first one still. */
    private static final Set<String> LATER =
            Set.of("request_in_progress", "not_ready", "engine_unavailable", "busy");

    private final Duration patience;
    private final PrintStream say;

    Resending(Duration patience, PrintStream say) {
        this.patience = patience;
        this.say = say;
    }

    /**
     * @throws Unreachable the first one, if there is no answer in time
     */
    <T> T send(Call call, Supplier<T> request) {
        if (call.changes()) {
            call.header(KEY, call.headers().getOrDefault(KEY, newKey()));
        }
        try {
            return request.get();
        } catch (Unreachable away) {
            if (!away.isBroken()) {
                throw away;
            }
            say.println(SAY.formatted(away.getMessage()));
            return sendAgain(request, away);
        }
    }

    private <T> T sendAgain(Supplier<T> request, Unreachable first) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            Waiting.pause(PAUSE_MILLIS);
            boolean last = System.nanoTime() > deadline;
            try {
                return request.get();
            } catch (Unreachable still) {
                if (last || still.isLate()) {
                    throw first;
                }
            } catch (ApiFailure no) {
                if (last || !LATER.contains(no.code())) {
                    throw no;
                }
            }
        }
    }

    /** From the kernel where it gives some: the JDK's own random numbers take 45 ms to start. */
    private static String newKey() {
        Path random = Path.of("/dev/urandom");
        if (Files.isReadable(random)) {
            try (InputStream in = Files.newInputStream(random)) {
                return HexFormat.of().formatHex(in.readNBytes(KEY_BYTES));
            } catch (IOException none) {
                // then the JDK's
            }
        }
        return UUID.randomUUID().toString();
    }
}
