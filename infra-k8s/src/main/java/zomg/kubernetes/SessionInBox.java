package zomg.kubernetes;

import zomg.model.exec.SessionInput;
import zomg.model.exec.SessionOutput;
import zomg.model.exec.SessionPosition;
import zomg.model.id.Uid;
import zomg.port.Session;

/** A session that ends with its box, whatever it was about to say. */
record SessionInBox(RunningBox box, Session session) implements Session {

    @Override
    public Uid id() {
        return session.id();
    }

    @Override
    public SessionPosition position() {
        return session.position();
    }

    @Override
    public SessionOutput next() {
        return box.doing(session::next);
    }

    @Override
    public void send(SessionInput input) {
        session.send(input);
    }

    @Override
    public void close() {
        session.close();
    }
}
