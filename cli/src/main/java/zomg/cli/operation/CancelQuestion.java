package zomg.cli.operation;

import java.io.IOException;
import java.util.List;
import zomg.cli.client.OperationsClient;
import zomg.cli.support.ApiFailure;
import zomg.cli.support.Caught;
import zomg.cli.support.ExitCode;
import zomg.cli.support.Http;
import zomg.cli.support.Terminal;
import zomg.cli.support.Unreachable;

/**
 * Asks a person who presses Ctrl-C whether the work should be called off, too. Who presses it again
 * leaves, and the work goes on.
 */
public final class CancelQuestion implements AutoCloseable {

    static final String QUESTION = "%ncancel %s? [y/N] ";
    static final String ASKED_FOR = "asked the server to cancel %s";

    private final Terminal terminal;
    private final Http http;
    private final String id;
    private final String what;
    private final Farewell farewell;
    private final Caught caught;
    private boolean asking;

    /**
     * @param id of the operation
     * @param what it is, in the question
     */
    public CancelQuestion(Terminal terminal, Http http, String id, String what) {
        this.terminal = terminal;
        this.http = http;
        this.id = id;
        this.what = what;
        this.farewell = new Farewell(terminal, id);
        this.caught =
                new Caught(
                        terminal.inIsTerminal() && terminal.errIsTerminal()
                                ? List.of("INT")
                                : List.of(),
                        _ -> interrupted());
    }

    /** On a thread of its own each time. */
    void interrupted() {
        if (!begin()) {
            Runtime.getRuntime().exit(ExitCode.INTERRUPTED);
        }
        try {
            terminal.err().print(QUESTION.formatted(what));
            terminal.err().flush();
            int answer = terminal.in().read();
            for (int rest = answer; rest != '\n' && rest >= 0; ) {
                rest = terminal.in().read();
            }
            if (answer == 'y' || answer == 'Y') {
                cancel();
            }
        } catch (IOException nobody) {
            // then it goes on
        } finally {
            end();
        }
    }

    private void cancel() {
        try {
            new OperationsClient(http.header("Prefer", "wait=0")).cancelOperation(id);
            terminal.err().println(ASKED_FOR.formatted(what));
        } catch (ApiFailure | Unreachable failure) {
            terminal.err().println("Error: " + failure.getMessage());
        }
    }

    private synchronized boolean begin() {
        boolean first = !asking;
        asking = true;
        return first;
    }

    private synchronized void end() {
        asking = false;
    }

    @Override
    public void close() {
        caught.close();
        farewell.close();
    }
}
