package zomg.cli.session;

import java.time.Duration;
import zomg.cli.support.ApiFailure;
import zomg.cli.support.Failure;
import zomg.cli.support.Http;
import zomg.cli.support.Invocation;
import zomg.cli.support.Unreachable;
import zomg.cli.support.Waiting;

/** A command in a box, its input and its output, from its start to its end. */
public final class Session {

    static final String NOT_OPENED =
            "%s answers, but opens no session; is it a zomg server of this version?";
    static final String REFUSED = "%s answered %d instead of opening a session";
    static final String RECONNECT = "ZOMG_RECONNECT";
    static final String NO_SECONDS = RECONNECT + " must be a number of seconds, but is %s";

    /** What the server waits for its clients, if nobody set it. */
    private static final int USUAL_WAIT = 60;

    private static final int FIRST_PAUSE_MILLIS = 50;
    private static final int LONGEST_PAUSE_MILLIS = 500;

    private final Invocation invocation;
    private final Http http;
    private final Duration patience;

    public Session(Invocation invocation) {
        this.invocation = invocation;
        this.http = invocation.http();
        this.patience =
                invocation
                        .environment()
                        .variable(RECONNECT)
                        .map(Session::seconds)
                        .orElse(Duration.ofSeconds(USUAL_WAIT));
    }

    private static Duration seconds(String text) {
        if (!text.matches("[0-9]{1,5}")) {
            throw Failure.usage(NO_SECONDS.formatted(text));
        }
        return Duration.ofSeconds(Integer.parseInt(text));
    }

    /**
     * @return what the command in the box ended with
     * @throws ApiFailure if the server says no
     * @throws Unreachable if nobody answers; then nothing has run
     * @throws Failure if nobody knows what it ended with
     */
    public int run(Opening opening) {
        try (Conversation conversation = new Conversation(opening, invocation.terminal())) {
            SessionSocket first = new SessionSocket(http, opening.call(), conversation);
            first.run();
            debug(opening, first);
            if (!first.hasOpened()) {
                throw first.refusal(REFUSED, NOT_OPENED);
            }
            while (!patience.isZero()
                    && conversation.canGoOn()
                    && comeBack(opening, conversation)) {
                // until it has ended, or is lost for good
            }
            return conversation.exitCode();
        }
    }

    /**
     * Tries again and again, until the server would not wait any longer, and stays for as long as
     * that connection holds. Whatever it is told meanwhile: the server may be another one for a
     * while, or half there.
     *
     * @return whether there was one
     */
    private boolean comeBack(Opening opening, Conversation conversation) {
        conversation.remark(Conversation.AWAY);
        long deadline = System.nanoTime() + patience.toNanos();
        int pause = FIRST_PAUSE_MILLIS;
        while (System.nanoTime() < deadline && conversation.canGoOn()) {
            if (tryAgain(opening, conversation)) {
                return true;
            }
            Waiting.pause(pause);
            pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
        }
        return false;
    }

    private boolean tryAgain(Opening opening, Conversation conversation) {
        try {
            SessionSocket socket = new SessionSocket(http, opening.call(), conversation);
            socket.run();
            debug(opening, socket);
            // What is not opened greets nobody: then it is the greeting of the connection before
            boolean isBack = socket.hasOpened() && conversation.isGreeted();
            return isBack || !conversation.canGoOn();
        } catch (Unreachable notYet) {
            return false;
        }
    }

    private void debug(Opening opening, SessionSocket socket) {
        if (invocation.isDebug()) {
            invocation
                    .terminal()
                    .err()
                    .println(
                            opening.call().pathAndQuery()
                                    + ": "
                                    + (socket.hasOpened() ? "opened" : "refused"));
        }
    }
}
