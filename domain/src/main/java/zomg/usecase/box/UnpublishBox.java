package zomg.usecase.box;

import java.util.Optional;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.model.box.Box;
import zomg.model.id.BoxRef;
import zomg.model.network.Host;
import zomg.model.network.HostChoice;
import zomg.port.Hosts;

/** Has a host lead to a box no longer. The record comes first, as when it is published. */
public final class UnpublishBox {

    private final Hosts hosts;
    private final ShowBox showBox;
    private final BoxHosts boxHosts;
    private final BoxTurns turns;

    public UnpublishBox(Hosts hosts, ShowBox showBox, BoxHosts boxHosts, BoxTurns turns) {
        this.hosts = hosts;
        this.showBox = showBox;
        this.boxHosts = boxHosts;
        this.turns = turns;
    }

    /**
     * @return which host it was
     * @throws Refusal NOT_AVAILABLE, BOX_NOT_FOUND; HOST_NOT_OWNED unless it was published for the
     *     box
     */
    public Host unpublish(BoxRef ref, HostChoice choice) {
        boxHosts.require();
        Host host = boxHosts.find(choice);
        turns.take(ref, () -> unpublishNow(showBox.whole(ref), host));
        return host;
    }

    private Box unpublishNow(Box box, Host host) {
        if (boxHosts.isOwn(box.ref(), host)) {
            throw new Refusal(
                    ErrorCode.HOST_NOT_OWNED,
                    "host %s is box %s's own and goes with it".formatted(host, box.ref().name()));
        }
        Box released = hosts.release(box, host);
        try {
            boxHosts.apply(released);
            return released;
        } catch (RuntimeException failure) {
            undo(released, host, failure);
            throw failure;
        }
    }

    /** What cannot be undone now is finished as it is recorded, by the next comparison. */
    private void undo(Box released, Host host, RuntimeException failure) {
        try {
            boxHosts.apply(hosts.claim(released, boxHosts.claim(host), Optional.empty()).winner());
        } catch (RuntimeException second) {
            failure.addSuppressed(second);
        }
    }
}
