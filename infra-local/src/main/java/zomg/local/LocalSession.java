package zomg.local;

import zomg.model.exec.SessionInput;
import zomg.model.exec.SessionOutput;
import zomg.model.exec.WindowSize;
import zomg.port.Session;

/** A call of the runner that is talked to. */
final class LocalSession implements Session {

    private final RunnerCall call;

    LocalSession(RunnerCall call) {
        this.call = call;
    }

    /** As the runner wants it. */
    static String window(WindowSize size) {
        return size.rows() + " " + size.columns();
    }

    @Override
    public SessionOutput next() {
        RunnerCall.Frame frame = call.next();
        return switch (frame.channel()) {
            case RunnerCall.STARTED -> next();
            case RunnerCall.STDOUT -> new SessionOutput.Stdout(frame.payload());
            case RunnerCall.STDERR -> new SessionOutput.Stderr(frame.payload());
            case RunnerCall.STATUS ->
                    new SessionOutput.Ended(
                            LocalBoxProcesses.end(RunnerStatus.parse(frame.text())));
            default -> throw new RunnerFailed("channel " + frame.channel());
        };
    }

    @Override
    public void send(SessionInput input) {
        switch (input) {
            case SessionInput.Bytes(byte[] bytes) -> call.input(bytes);
            case SessionInput.End() -> call.closeInput();
            case SessionInput.Signal(int number) -> call.control("signal " + number);
            case SessionInput.HangUp() -> call.hangUp();
            case SessionInput.Resize(WindowSize size) -> call.control("resize " + window(size));
        }
    }

    @Override
    public void close() {
        call.close();
    }
}
