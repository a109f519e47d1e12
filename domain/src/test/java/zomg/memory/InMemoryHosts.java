package zomg.memory;

import java.time.InstantSource;
import java.util.Optional;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.model.box.Box;
import zomg.model.id.BoxRef;
import zomg.model.journal.Change;
import zomg.model.network.Host;
import zomg.port.Boxes;
import zomg.port.Hosts;

/** Published hosts in memory, in the records of boxes. */
public final class InMemoryHosts implements Hosts {

    private final InMemoryBoxes boxes;
    private final InMemoryJournal journal;
    private final InstantSource clock;
    private final NextFailure failure = new NextFailure();

    public InMemoryHosts(InMemoryBoxes boxes, InMemoryJournal journal, InstantSource clock) {
        this.boxes = boxes;
        this.journal = journal;
        this.clock = clock;
    }

    /** Nothing is recorded then. */
    public void failNext(RuntimeException next) {
        failure.prepare(next);
    }

    @Override
    public Optional<Box> owner(Host host) {
        synchronized (boxes) {
            return Boxes.Query.everything()
                    .in(boxes)
                    .filter(box -> box.hosts().has(host))
                    .findFirst();
        }
    }

    @Override
    public Claimed claim(Box box, Claim claim, Optional<Box> from) {
        synchronized (boxes) {
            failure.strike();
            Host host = claim.host();
            owner(host)
                    .filter(owner -> !from.map(Box::uid).equals(Optional.of(owner.uid())))
                    .ifPresent(owner -> refuse(host, owner.ref()));
            claim.namesake()
                    .filter(ref -> boxes.find(ref).isPresent())
                    .ifPresent(ref -> refuse(host, ref));
            Box known = boxes.unchanged(box);
            Optional<Box> loser =
                    from.map(boxes::unchanged).filter(owner -> owner.hosts().has(host));
            Box winner = known.withHost(host, clock.instant());
            loser.ifPresent(
                    owner -> journal.add(Change.unpublished(owner, host, Optional.of(box))));
            journal.add(Change.published(known, host, loser));
            return new Claimed(
                    boxes.store(winner),
                    loser.map(owner -> boxes.store(owner.withoutHost(host, clock.instant()))));
        }
    }

    private static void refuse(Host host, BoxRef owner) {
        throw new Refusal(ErrorCode.HOST_IN_USE, "host %s is box %s's".formatted(host, owner));
    }

    @Override
    public Box release(Box box, Host host) {
        synchronized (boxes) {
            failure.strike();
            Box known = boxes.unchanged(box);
            if (!known.hosts().has(host)) {
                throw new Refusal(
                        ErrorCode.HOST_NOT_OWNED,
                        "host %s is not published for box %s".formatted(host, box.ref()));
            }
            journal.add(Change.unpublished(known, host, Optional.empty()));
            return boxes.store(known.withoutHost(host, clock.instant()));
        }
    }
}
