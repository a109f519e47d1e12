package zomg.usecase.box;

import java.util.Optional;
import java.util.function.Supplier;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.model.access.Role;
import zomg.model.box.Box;
import zomg.model.box.BoxStatus;
import zomg.model.id.BoxRef;
import zomg.model.network.Host;
import zomg.model.network.HostChoice;
import zomg.port.Hosts;

/**
 * Has a host lead to a box besides the box's own. The record comes first, so that what is cut off
 * is finished from it.
 */
public final class PublishBox {

    /** How often another owner may come in between before who takes over gives up. */
    private static final int MAX_TRIES = 5;

    /**
     * What is asked for.
     *
     * @param force whether it is taken from the box that has it
     * @param role of who asks
     */
    public record Request(BoxRef ref, HostChoice choice, boolean force, Role role) {}

    private final Hosts hosts;
    private final ShowBox showBox;
    private final BoxHosts boxHosts;
    private final BoxTurns turns;

    public PublishBox(Hosts hosts, ShowBox showBox, BoxHosts boxHosts, BoxTurns turns) {
        this.hosts = hosts;
        this.showBox = showBox;
        this.boxHosts = boxHosts;
        this.turns = turns;
    }

    /**
     * Publishing what is published for the box is already done.
     *
     * @throws Refusal NOT_AVAILABLE, HOST_RESERVED, BOX_NOT_FOUND; HOST_IN_USE if it leads to
     *     another box, which with force is so only for the own host of one
     */
    public Host publish(Request request) {
        boxHosts.require();
        Host host = boxHosts.find(request.choice());
        boxHosts.requirePublishable(host, request.role().includes(Role.ADMIN));
        if (request.force()) {
            takeOver(request.ref(), host);
        } else {
            turns.take(request.ref(), () -> publish(request.ref(), host, Optional.empty()));
        }
        return host;
    }

    private void takeOver(BoxRef ref, Host host) {
        for (int left = MAX_TRIES; ; left--) {
            Optional<BoxRef> owner =
                    hosts.owner(host).map(Box::ref).filter(other -> !other.equals(ref));
            try {
                inTurns(ref, owner, () -> publish(ref, host, owner));
                return;
            } catch (Refusal refusal) {
                boolean another =
                        refusal.code() == ErrorCode.HOST_IN_USE
                                && !hosts.owner(host).map(Box::ref).equals(owner);
                if (!another || left == 1) {
                    throw refusal;
                }
            }
        }
    }

    /** Whoever loses the host is changed, too; turns are taken in the order of refs. */
    private void inTurns(BoxRef ref, Optional<BoxRef> other, Supplier<Box> change) {
        if (other.isEmpty()) {
            turns.take(ref, change);
            return;
        }
        boolean otherFirst = other.get().compareTo(ref) < 0;
        turns.take(
                otherFirst ? other.get() : ref,
                () -> turns.take(otherFirst ? ref : other.get(), change));
    }

    /**
     * @param loser whose turn this is, too, and who loses the host if it has it
     */
    private Box publish(BoxRef ref, Host host, Optional<BoxRef> loser) {
        Box box = showBox.whole(ref);
        if (box.hosts().has(host) || boxHosts.isOwn(ref, host)) {
            boxHosts.apply(box);
            return box;
        }
        Optional<Box> from = loser.flatMap(showBox::find).filter(one -> one.hosts().has(host));
        Hosts.Claimed claimed = hosts.claim(box, boxHosts.claim(host), from);
        try {
            claimed.loser().ifPresent(this::settle);
            boxHosts.apply(claimed.winner());
        } catch (RuntimeException failure) {
            undo(claimed, host, failure);
            throw failure;
        }
        return claimed.winner();
    }

    /** One that is not whole is none any more, or will be none. */
    private void settle(Box box) {
        if (box.is(BoxStatus.CREATING) || box.is(BoxStatus.DELETING)) {
            boxHosts.remove(box.uid());
        } else {
            boxHosts.apply(box);
        }
    }

    /** What cannot be undone now is finished as it is recorded, by the next comparison. */
    private void undo(Hosts.Claimed claimed, Host host, RuntimeException failure) {
        try {
            if (claimed.loser().isPresent()) {
                Hosts.Claimed back =
                        hosts.claim(
                                claimed.loser().get(),
                                boxHosts.claim(host),
                                Optional.of(claimed.winner()));
                back.loser().ifPresent(this::settle);
                settle(back.winner());
            } else {
                settle(hosts.release(claimed.winner(), host));
            }
        } catch (RuntimeException second) {
            failure.addSuppressed(second);
        }
    }
}
