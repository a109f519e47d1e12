package zomg.usecase.box;

import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.model.box.Box;
import zomg.model.exec.ExecRequest;
import zomg.model.exec.SessionInput;
import zomg.model.exec.SessionOutput;
import zomg.model.exec.WindowSize;
import zomg.model.id.BoxRef;
import zomg.port.BoxProcesses;
import zomg.port.Session;

/** Starts a command in a box and stays connected to it. */
public final class OpenSession {

    private final BoxProcesses processes;
    private final ShowBox showBox;
    private final Semaphore places;

    /**
     * @param most how many may be open at the same time: each has a thread of the server
     */
    public OpenSession(BoxProcesses processes, ShowBox showBox, int most) {
        this.processes = processes;
        this.showBox = showBox;
        this.places = new Semaphore(most);
    }

    /**
     * @param terminal the size of its terminal; without one it has three pipes
     * @throws Refusal BOX_NOT_FOUND, BOX_NOT_RUNNING; BUSY, with nothing run, if as many are open
     *     as may
     */
    public Session open(BoxRef ref, ExecRequest request, Optional<WindowSize> terminal) {
        Box box = showBox.running(ref);
        if (!places.tryAcquire()) {
            throw new Refusal(
                    ErrorCode.BUSY, "as many commands are talked to as may; try again later");
        }
        try {
            return new Placed(processes.open(box, request, terminal));
        } catch (RuntimeException | Error failure) {
            places.release();
            throw failure;
        }
    }

    /** Gives its place back, once. */
    private final class Placed implements Session {

        private final Session session;
        private final AtomicBoolean closed = new AtomicBoolean();

        Placed(Session session) {
            this.session = session;
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
            if (closed.compareAndSet(false, true)) {
                try {
                    session.close();
                } finally {
                    places.release();
                }
            }
        }
    }
}
