package zomg.usecase.box;

import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.model.box.Box;
import zomg.model.exec.ExecEnd;
import zomg.model.exec.ExecRequest;
import zomg.model.id.BoxRef;
import zomg.model.request.KeyedRequest;
import zomg.port.BoxProcesses;
import zomg.port.IdSource;
import zomg.port.KeyedRequests;
import zomg.usecase.place.Places;

/** Runs a command in a box. */
public final class ExecInBox {

    /** What is kept of each stream. */
    public static final int MAX_OUTPUT = 1024 * 1024;

    /**
     * A command that ended.
     *
     * @param exitCode its own, or 128 + the signal that ended it, as shells say it
     */
    public record Outcome(int exitCode, Output stdout, Output stderr) {}

    private final BoxProcesses processes;
    private final ShowBox showBox;
    private final KeyedRequests requests;
    private final IdSource ids;
    private final Places places;

    /**
     * @param most how many commands are waited for at the same time: each has a thread of the
     *     server until it ends
     */
    public ExecInBox(
            BoxProcesses processes,
            ShowBox showBox,
            KeyedRequests requests,
            IdSource ids,
            int most) {
        this.processes = processes;
        this.showBox = showBox;
        this.requests = requests;
        this.ids = ids;
        this.places =
                new Places(
                        most,
                        "as many commands are waited for as may; try again later, or leave it"
                                + " running in the background");
    }

    /**
     * @throws Refusal BOX_NOT_FOUND, BOX_NOT_RUNNING, EXEC_FAILED, EXEC_TIMEOUT; BUSY, with nothing
     *     run, if as many are waited for as may
     */
    public Outcome run(BoxRef ref, ExecRequest request) {
        Box box = showBox.running(ref);
        return places.within(() -> toItsEnd(box, request));
    }

    private Outcome toItsEnd(Box box, ExecRequest request) {
        KeyedRequest.current().ifPresent(requests::begin);
        Output.Collector stdout = new Output.Collector(MAX_OUTPUT);
        Output.Collector stderr = new Output.Collector(MAX_OUTPUT);
        return switch (processes.run(box, request, stdout, stderr)) {
            case ExecEnd.Exited(int code) -> new Outcome(code, stdout.output(), stderr.output());
            case ExecEnd.Signalled killed ->
                    new Outcome(killed.exitCode(), stdout.output(), stderr.output());
            case ExecEnd.TimedOut() ->
                    throw new Refusal(
                            ErrorCode.EXEC_TIMEOUT,
                            "the command ran longer than %d s and was killed"
                                    .formatted(request.timeout().toSeconds()));
        };
    }

    /**
     * @return the pid as the box sees it
     * @throws Refusal as {@link #run}; BUSY if as many run in the background as may
     */
    public int start(BoxRef ref, ExecRequest request) {
        Box box = showBox.running(ref);
        KeyedRequest.current().ifPresent(requests::begin);
        return processes.start(box, ids.next(), request);
    }
}
