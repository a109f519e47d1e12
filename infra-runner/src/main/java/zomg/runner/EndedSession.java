package zomg.runner;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import zomg.model.exec.ExecEnd;
import zomg.model.exec.SessionInput;
import zomg.model.exec.SessionOutput;
import zomg.model.exec.SessionPosition;
import zomg.model.id.Uid;
import zomg.port.Session;

/** What is left to be heard of a command that has ended and has no supervisor. */
public final class EndedSession implements Session {

    private final Uid id;
    private final SessionPosition position;
    private final Queue<SessionOutput> rest;
    private final ExecEnd end;

    public EndedSession(Uid id, SessionPosition position, List<SessionOutput> rest, ExecEnd end) {
        this.id = id;
        this.position = position;
        this.rest = new ArrayDeque<>(rest);
        this.end = end;
    }

    /** What a shell would have said, in one line. */
    static String text(List<SessionOutput> said) {
        StringBuilder text = new StringBuilder();
        for (SessionOutput one : said) {
            if (one instanceof SessionOutput.Stderr(byte[] bytes)) {
                text.append(new String(bytes, StandardCharsets.UTF_8));
            }
        }
        return text.toString().strip();
    }

    @Override
    public Uid id() {
        return id;
    }

    @Override
    public SessionPosition position() {
        return position;
    }

    @Override
    public SessionOutput next() {
        SessionOutput next = rest.poll();
        return next == null ? new SessionOutput.Ended(end) : next;
    }

    @Override
    public void send(SessionInput input) {
        // nobody is there to hear it
    }

    @Override
    public void close() {
        // nothing is open
    }
}
