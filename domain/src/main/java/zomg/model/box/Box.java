package zomg.model.box;

import java.time.Instant;
import java.util.Optional;
import zomg.model.id.BoxName;
import zomg.model.id.BoxRef;
import zomg.model.id.Uid;
import zomg.model.network.Host;
import zomg.model.network.PublishedHosts;

/**
 * A box as it is recorded.
 *
 * @param hosts that somebody published for it; {@link zomg.port.Hosts} changes them, nobody else
 * @param slot a number that no other live box on this machine has; the engine derives from it what
 *     must be unique: the address and the range of user ids
 * @param generation counts the changes of the record, for compare-and-set
 * @param failure why the status is {@link BoxStatus#FAILED}, or is still {@link BoxStatus#DELETING}
 */
public record Box(
        Uid uid,
        BoxRef ref,
        BoxSpec spec,
        PublishedHosts hosts,
        BoxStatus status,
        Optional<Parent> parent,
        int slot,
        long generation,
        Instant createdAt,
        Instant updatedAt,
        Optional<String> failure) {

    /** The box that this one was forked from, as it was called then. */
    public record Parent(Uid uid, BoxName name) {}

    /** The record of a box that is about to be made: the intent, written before anything else. */
    public static Box intended(
            Uid uid, BoxRef ref, BoxSpec spec, Optional<Parent> parent, Instant now) {
        return new Box(
                uid,
                ref,
                spec,
                PublishedHosts.NONE,
                BoxStatus.CREATING,
                parent,
                0,
                0,
                now,
                now,
                Optional.empty());
    }

    public Box withStatus(BoxStatus next, Instant now) {
        return new Box(
                uid,
                ref,
                spec,
                hosts,
                next,
                parent,
                slot,
                generation,
                createdAt,
                now,
                Optional.empty());
    }

    public Box failed(String reason, Instant now) {
        return new Box(
                uid,
                ref,
                spec,
                hosts,
                BoxStatus.FAILED,
                parent,
                slot,
                generation,
                createdAt,
                now,
                Optional.of(reason));
    }

    /** It could not be deleted now, and what is left of it must not run again. */
    public Box undeleted(String reason, Instant now) {
        return new Box(
                uid,
                ref,
                spec,
                hosts,
                BoxStatus.DELETING,
                parent,
                slot,
                generation,
                createdAt,
                now,
                Optional.of(reason));
    }

    public Box withSpec(BoxSpec next, Instant now) {
        return new Box(
                uid, ref, next, hosts, status, parent, slot, generation, createdAt, now, failure);
    }

    public Box withHost(Host added, Instant now) {
        return withHosts(hosts.with(added), now);
    }

    public Box withoutHost(Host removed, Instant now) {
        return withHosts(hosts.without(removed), now);
    }

    private Box withHosts(PublishedHosts next, Instant now) {
        return new Box(
                uid, ref, spec, next, status, parent, slot, generation, createdAt, now, failure);
    }

    /** This record as stored: with the slot and the generation that the store gave it. */
    public Box stored(int givenSlot, long givenGeneration) {
        return new Box(
                uid,
                ref,
                spec,
                hosts,
                status,
                parent,
                givenSlot,
                givenGeneration,
                createdAt,
                updatedAt,
                failure);
    }

    /**
     * Names this state of this box: it is another one after every change, and for every other box.
     */
    public String version() {
        return uid + "-" + generation;
    }

    /** How many characters it has where people choose how many there are. */
    public int content() {
        return spec.environment().content()
                + spec.tags().content()
                + spec.volumes().content()
                + hosts.content();
    }

    public boolean is(BoxStatus wanted) {
        return status == wanted;
    }
}
