package zomg.cli.box;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import zomg.cli.client.BoxesClient;
import zomg.cli.client.DeleteStatus;
import zomg.cli.client.DeletedBox;
import zomg.cli.client.Deletion;
import zomg.cli.operation.Following;
import zomg.cli.support.Answer;
import zomg.cli.support.ApiFailure;
import zomg.cli.support.BoxRef;
import zomg.cli.support.Each;
import zomg.cli.support.Http;
import zomg.cli.support.Invocation;
import zomg.cli.support.JsonOption;
import zomg.cli.support.ProjectOption;
import zomg.cli.syntax.Command;
import zomg.cli.syntax.Value;

public final class DeleteCommand extends Command {

    static final String FAILED = "it could not be deleted: %s";
    static final String LATE = "not deleted within %d seconds; it goes on";

    private static final int POLL_MILLIS = 500;

    private final Value<List<String>> boxes = requiredParameters("BOX", "One or more boxes.");
    private final Value<Boolean> force = flag("Also when it is running.", "-f", "--force");
    private final Value<Boolean> wait =
            flag("Wait until it is deleted, if that takes longer.", "--wait");
    private final Value<Integer> seconds =
            numberOr(
                    240,
                    "SECONDS",
                    "Wait at most so long; 240 if nothing is said.",
                    "--wait-timeout");
    private final Value<Boolean> reclaim =
            flag("Wait until the space of the disk is given back, too.", "--reclaim");
    private final ProjectOption project = new ProjectOption(this);
    private final JsonOption json = new JsonOption(this);

    private final Invocation invocation;

    public DeleteCommand(Invocation invocation) {
        super("delete", "Delete boxes with their disks.", "zomg delete -f --wait web");
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        List<BoxRef> refs = boxes.get().stream().map(box -> invocation.box(box, project)).toList();
        Http http = invocation.http();
        return new Each<>(invocation, json.isSet(), BoxRef::typed)
                .run(refs, ref -> delete(http, ref), DeleteCommand::said);
    }

    private Answer<?> delete(Http http, BoxRef ref) {
        BoxesClient client = new BoxesClient(http);
        Answer<DeletedBox> answer =
                client.deleteBox(
                        ref.project(),
                        ref.name(),
                        force.get() ? true : null,
                        reclaim.get() ? true : null);
        if (!Following.isAccepted(answer) || !wait.get() && !reclaim.get()) {
            return answer;
        }
        long begin = System.nanoTime();
        if (reclaim.get()) {
            new Following(invocation, http)
                    .await(
                            Following.operation(answer).id(),
                            Optional.of(Duration.ofSeconds(seconds.get())));
        }
        return awaitDeleted(client, ref, begin);
    }

    private Answer<DeleteStatus> awaitDeleted(BoxesClient client, BoxRef ref, long begin) {
        while (true) {
            Answer<DeleteStatus> status = client.showDeleteStatus(ref.project(), ref.name());
            switch (status.value().status()) {
                case Deletion.DELETED -> {
                    return status;
                }
                case Deletion.FAILED -> throw ApiFailure.later("failed", why(client, ref));
                default -> {
                    if (System.nanoTime() - begin > TimeUnit.SECONDS.toNanos(seconds.get())) {
                        throw ApiFailure.later("timeout", LATE.formatted(seconds.get()));
                    }
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(POLL_MILLIS));
                }
            }
        }
    }

    private static String why(BoxesClient client, BoxRef ref) {
        String reason = client.showBox(ref.project(), ref.name()).value().failure();
        return FAILED.formatted(Optional.ofNullable(reason).orElse("see the server's log"));
    }

    private static String said(Answer<?> answer) {
        return Following.isAccepted(answer) ? Deletion.DELETING : Deletion.DELETED;
    }
}
