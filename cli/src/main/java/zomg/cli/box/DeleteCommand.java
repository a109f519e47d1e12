package zomg.cli.box;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import zomg.cli.client.BoxesClient;
import zomg.cli.client.DeleteStatus;
import zomg.cli.client.DeletedBox;
import zomg.cli.client.Deletion;
import zomg.cli.operation.Following;
import zomg.cli.support.Answer;
import zomg.cli.support.ApiFailure;
import zomg.cli.support.BoxRef;
import zomg.cli.support.Http;
import zomg.cli.support.Invocation;
import zomg.cli.support.JsonOption;
import zomg.cli.support.ProjectOption;

@Command(
        name = "delete",
        description = "Delete boxes with their disks.",
        footer = {"", "Example:", "  zomg delete -f --wait web"})
public final class DeleteCommand implements Callable<Integer> {

    static final String FAILED = "it could not be deleted: %s";
    static final String LATE = "not deleted within %d seconds; it goes on";

    private static final int POLL_MILLIS = 500;

    @Parameters(paramLabel = "BOX", arity = "1..*", description = "One or more boxes.")
    private List<String> boxes;

    @Option(
            names = {"-f", "--force"},
            description = "Also when it is running.")
    private boolean force;

    @Option(names = "--wait", description = "Wait until it is deleted, if that takes longer.")
    private boolean wait;

    @Option(
            names = "--wait-timeout",
            paramLabel = "SECONDS",
            description = "Wait at most so long; 240 if nothing is said.")
    private int seconds = 240;

    @Option(
            names = "--reclaim",
            description = "Wait until the space of the disk is given back, too.")
    private boolean reclaim;

    @Mixin private ProjectOption project;
    @Mixin private JsonOption json;

    private final Invocation invocation;

    public DeleteCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        List<BoxRef> refs = boxes.stream().map(box -> invocation.box(box, project)).toList();
        Http http = invocation.http();
        return new EachBox(invocation, json.isSet())
                .run(refs, ref -> delete(http, ref), DeleteCommand::said);
    }

    private Answer<?> delete(Http http, BoxRef ref) {
        BoxesClient client = new BoxesClient(http);
        Answer<DeletedBox> answer =
                client.deleteBox(
                        ref.project(), ref.name(), force ? true : null, reclaim ? true : null);
        if (!Following.isAccepted(answer) || !wait && !reclaim) {
            return answer;
        }
        long begin = System.nanoTime();
        if (reclaim) {
            new Following(invocation, http)
                    .await(
                            Following.operation(answer).id(),
                            Optional.of(Duration.ofSeconds(seconds)));
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
                    if (System.nanoTime() - begin > TimeUnit.SECONDS.toNanos(seconds)) {
                        throw ApiFailure.later("timeout", LATE.formatted(seconds));
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
