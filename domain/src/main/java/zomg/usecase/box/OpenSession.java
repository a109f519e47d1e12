package zomg.usecase.box;

import java.util.Optional;
import zomg.error.Refusal;
import zomg.model.box.Box;
import zomg.model.exec.ExecRequest;
import zomg.model.exec.OutputOffsets;
import zomg.model.exec.SessionInput;
import zomg.model.exec.SessionOutput;
import zomg.model.exec.SessionPosition;
import zomg.model.exec.SessionTerms;
import zomg.model.id.BoxRef;
import zomg.model.id.Uid;
import zomg.port.BoxProcesses;
import zomg.port.IdSource;
import zomg.port.Session;
import zomg.usecase.place.Places;

/** Starts a command in a box, or comes back to one, and stays connected to it. */
public final class OpenSession {

    private final BoxProcesses processes;
    private final ShowBox showBox;
    private final IdSource ids;
    private final Places places;

    /**
     * @param most how many may be open at the same time: each has a thread of the server
     */
    public OpenSession(BoxProcesses processes, ShowBox showBox, IdSource ids, int most) {
        this.processes = processes;
        this.showBox = showBox;
        this.ids = ids;
        this.places = new Places(most, "as many commands are talked to as may; try again later");
    }

    /**
     * @throws Refusal BOX_NOT_FOUND, BOX_NOT_RUNNING, EXEC_FAILED; BUSY, with nothing run, if as
     *     many are open as may
     */
    public Session open(BoxRef ref, ExecRequest request, SessionTerms terms) {
        Box box = showBox.running(ref);
        return places.keep(
                place -> new Placed(processes.open(box, ids.next(), request, terms), place));
    }

    /**
     * Goes on with one that runs, or hears how it ended.
     *
     * @param has of the output; empty for all that is still there
     * @throws Refusal BOX_NOT_FOUND, SESSION_NOT_FOUND, SESSION_OUTPUT_GONE, BUSY
     */
    public Session join(BoxRef ref, Uid id, Optional<OutputOffsets> has) {
        Box box = showBox.show(ref);
        return places.keep(place -> new Placed(processes.join(box, id, has), place));
    }

    /** Gives its place back, once. */
    private static final class Placed implements Session {

        private final Session session;
        private final Places.Place place;

        Placed(Session session, Places.Place place) {
            this.session = session;
            this.place = place;
        }

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
            return session.next();
        }

        @Override
        public void send(SessionInput input) {
            session.send(input);
        }

        @Override
        public void close() {
            place.giveBack(session::close);
        }
    }
}
