package zomg.memory;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import zomg.model.base.BaseReference;
import zomg.model.id.Uid;
import zomg.port.BuildLogs;

/** Logs of builds in memory; small ones, and few. */
public final class InMemoryBuildLogs implements BuildLogs {

    /** So much of each is kept at least. */
    public static final int KEPT_BYTES = 4096;

    public static final int KEPT_LOGS = 5;

    private record Log(BaseReference base, ByteArrayOutputStream bytes) {}

    private final SequencedMap<Uid, Log> logs = new LinkedHashMap<>();

    @Override
    public synchronized void begin(Uid build, BaseReference base, Instant now) {
        logs.putIfAbsent(build, new Log(base, new ByteArrayOutputStream()));
        if (logs.size() > KEPT_LOGS) {
            logs.pollFirstEntry();
        }
    }

    @Override
    public synchronized void append(Uid build, Printed more) {
        Optional.ofNullable(logs.get(build)).ifPresent(log -> log.bytes().writeBytes(more.bytes()));
    }

    @Override
    public synchronized Optional<Uid> newest(BaseReference base) {
        return logs.reversed().entrySet().stream()
                .filter(entry -> isOf(base, entry.getValue().base()))
                .map(entry -> entry.getKey())
                .findFirst();
    }

    private static boolean isOf(BaseReference asked, BaseReference base) {
        return asked.alias().equals(base.alias())
                && (asked.tag().isEmpty() || asked.tag().equals(base.tag()));
    }

    @Override
    public synchronized Optional<Piece> read(Uid build, long offset, int most) {
        return Optional.ofNullable(logs.get(build))
                .map(
                        log -> {
                            byte[] all = log.bytes().toByteArray();
                            int kept = Math.max(0, all.length - KEPT_BYTES);
                            int from = (int) Math.min(all.length, Math.max(kept, offset));
                            int to = Math.min(all.length, from + most);
                            return new Piece(from, Arrays.copyOfRange(all, from, to));
                        });
    }
}
