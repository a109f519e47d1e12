package zomg.api.base;

import java.io.IOException;
import zomg.api.stream.EventWriter;
import zomg.api.stream.Streams;
import zomg.error.Refusal;
import zomg.model.base.BaseReference;
import zomg.model.id.Uid;
import zomg.usecase.base.ReadBuildLog;

/**
 * The log of a build as server-sent events, while it grows. Each has as its id where the next one
 * begins.
 */
final class BaseLogStream implements Streams.Following {

    private static final int PIECE = 64 * 1024;

    private final ReadBuildLog readBuildLog;
    private final Streams streams;
    private final BaseReference base;
    private final Uid build;
    private long at;

    BaseLogStream(
            ReadBuildLog readBuildLog,
            Streams streams,
            BaseReference base,
            Uid build,
            long offset) {
        this.readBuildLog = readBuildLog;
        this.streams = streams;
        this.base = base;
        this.build = build;
        this.at = offset;
    }

    @Override
    public void follow(EventWriter events) throws IOException {
        try {
            send(events);
        } catch (Refusal _) {
            // The log is gone; the client sees that there was no end.
        }
    }

    private void send(EventWriter events) throws IOException {
        events.say(":\n\n");
        while (!streams.areClosed()) {
            ReadBuildLog.Part part = readBuildLog.read(base, build, at, PIECE, EventWriter.LOOK);
            at = part.piece().end();
            if (part.piece().bytes().length > 0) {
                events.event("id: %d\n".formatted(at), BaseLogJson.of(part));
            }
            if (part.isLast()) {
                events.end();
                return;
            }
            events.beat();
            events.flush();
        }
    }
}
