package zomg.cli.box;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import zomg.cli.client.Box;
import zomg.cli.client.BoxesClient;
import zomg.cli.client.CreateBox;
import zomg.cli.operation.Following;
import zomg.cli.support.Answer;
import zomg.cli.support.ApiFailure;
import zomg.cli.support.BoxRef;
import zomg.cli.support.Failure;
import zomg.cli.support.Failures;
import zomg.cli.support.Http;
import zomg.cli.support.Invocation;
import zomg.cli.support.ProjectOption;
import zomg.cli.support.Unreachable;

/**
 * A box that is there for one command, and goes with it however that ends: also by a signal, while
 * the box is still being made.
 */
public final class EphemeralBox implements AutoCloseable {

    static final String CREATED = "ephemeral box: %s";
    static final String LEFT =
            "ephemeral box %s:%s was not deleted (%s); see: zomg delete -f %s:%s";

    private static final String MEANT = "-";
    private static final String MEANT_ELSEWHERE = ":" + MEANT;

    /** It may have been made, says the server, or may not. */
    private static final String ANSWER_LOST = "answer_lost";

    /** For the create that is under way when a signal comes, and for the delete. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Invocation invocation;
    private final Http http;
    private final BoxRef ref;
    private final Thread hook = new Thread(this::delete, "ephemeral-box");

    /** Held by who makes it, and by who deletes it. */
    private final ReentrantLock turn = new ReentrantLock();

    private boolean isOver;

    private EphemeralBox(Invocation invocation, BoxRef ref) {
        this.invocation = invocation;
        this.http = invocation.http();
        this.ref = ref;
    }

    /** Whether a reference to a box is {@code -} or {@code PROJECT:-}. */
    public static boolean isMeant(String typed) {
        return typed.equals(MEANT) || typed.endsWith(MEANT_ELSEWHERE);
    }

    /**
     * Makes one, and says its name.
     *
     * @param typed what {@link #isMeant}
     */
    public static EphemeralBox create(
            Invocation invocation, String typed, ProjectOption projectOption) {
        String project =
                typed.equals(MEANT)
                        ? invocation.project(projectOption)
                        : invocation.box(typed, projectOption).project();
        String name =
                "ephemeral-%d-%d"
                        .formatted(ProcessHandle.current().pid(), System.currentTimeMillis());
        EphemeralBox box = new EphemeralBox(invocation, new BoxRef(project, name, typed));
        box.create();
        return box;
    }

    public BoxRef ref() {
        return ref;
    }

    private void create() {
        Runtime.getRuntime().addShutdownHook(hook);
        turn.lock();
        boolean isAccepted = false;
        try {
            BoxesClient client = new BoxesClient(http);
            Answer<Box> answer =
                    client.createBox(
                            ref.project(), new CreateBox.Builder().name(ref.name()).build());
            isAccepted = true;
            new Following(invocation, http)
                    .toItsEnd(answer, () -> client.showBox(ref.project(), ref.name()));
        } catch (ApiFailure no) {
            // What was refused is somebody else's, if anybody's
            giveUp(isAccepted || no.code().equals(ANSWER_LOST));
            throw no;
        } catch (Unreachable away) {
            giveUp(isAccepted || away.mayHaveActed());
            throw away;
        } catch (RuntimeException failure) {
            giveUp(true);
            throw failure;
        } finally {
            turn.unlock();
        }
        invocation.terminal().err().println(CREATED.formatted(ref.name()));
    }

    private void giveUp(boolean mayExist) {
        if (mayExist) {
            close();
        } else {
            isOver = true;
            forget();
        }
    }

    /** Deletes it, and says so if that fails; the command's own end is what counts. */
    @Override
    public void close() {
        delete();
        forget();
    }

    private void forget() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException goingDown) {
            // then it finds nothing to do
        }
    }

    private void delete() {
        boolean isOurs = false;
        try {
            isOurs = turn.tryLock(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            if (!isOver) {
                isOver = true;
                new BoxesClient(http.patient(PATIENCE))
                        .deleteBox(ref.project(), ref.name(), true, null);
            }
        } catch (ApiFailure | Unreachable | Failure why) {
            left(Failures.sentence(why));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            left("interrupted");
        } finally {
            if (isOurs) {
                turn.unlock();
            }
        }
    }

    private void left(String why) {
        invocation
                .terminal()
                .err()
                .println(LEFT.formatted(ref.project(), ref.name(), why, ref.project(), ref.name()));
    }
}
