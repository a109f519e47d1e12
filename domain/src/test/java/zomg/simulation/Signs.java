package zomg.simulation;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import zomg.memory.InMemoryMachine;
import zomg.model.box.Box;
import zomg.model.id.Uid;
import zomg.model.network.Host;
import zomg.simulation.Violation.Promise;

/**
 * What clients were told of published hosts. What several ask for at the same time, and what nobody
 * heard of, may be or not.
 */
final class Signs {

    static final List<Host> HOSTS =
            List.of(new Host("shop.example.com"), new Host("blog.example.com"));

    /** Of a host: how many requests have begun, how many are under way, what is known for sure. */
    private static final class Sign {
        private int begun;
        private int underWay;
        private Optional<Optional<Uid>> known = Optional.of(Optional.empty());
    }

    private final Map<Host, Sign> signs = new HashMap<>();

    private Sign of(Host host) {
        return signs.computeIfAbsent(host, _ -> new Sign());
    }

    /**
     * What was so when a request began, to be handed back with its answer.
     *
     * @param number which request it is; of one beside others, none
     * @param owner the box that the host led to for sure
     */
    record Begin(int number, Optional<Uid> owner) {}

    Begin begin(Host host) {
        Sign sign = of(host);
        Optional<Uid> owner = sign.known.flatMap(known -> known);
        sign.begun++;
        sign.underWay++;
        sign.known = Optional.empty();
        return new Begin(sign.underWay == 1 ? sign.begun : -1, owner);
    }

    /** Nothing is known of it then. */
    void end(Host host) {
        of(host).underWay--;
    }

    /**
     * @param box that it leads to; empty if to none
     */
    void told(Host host, Optional<Uid> box, Begin begin) {
        Sign sign = of(host);
        if (sign.begun == begin.number()) {
            sign.known = Optional.of(box);
        }
    }

    /** As {@link #told}, of one who did not take it from anybody. */
    void toldWithoutForce(Host host, Optional<Uid> box, Begin begin, Set<Uid> boxes) {
        Violation.unless(
                of(host).begun != begin.number()
                        || begin.owner().filter(boxes::contains).isEmpty()
                        || begin.owner().equals(box),
                Promise.P5_ONE_WINNER,
                "%s led to %s and was given to %s",
                host,
                begin.owner(),
                box);
        told(host, box, begin);
    }

    /** Of the requests under way nobody is told any more. */
    void die() {
        signs.values().forEach(sign -> sign.underWay = 0);
    }

    /** Hosts lead where records say, and records are what was said. */
    void check(InMemoryMachine machine, List<Box> boxes) {
        Set<Uid> uids = boxes.stream().map(Box::uid).collect(Collectors.toSet());
        Violation.unless(
                machine.routes().list().equals(uids),
                Promise.P1_NO_ORPHANS,
                "of the boxes %s those have routes: %s",
                uids,
                machine.routes().list());
        for (Box box : boxes) {
            Violation.unless(
                    machine.routes()
                            .of(box.uid())
                            .orElseThrow()
                            .published()
                            .equals(box.hosts().all()),
                    Promise.P4_WHOLLY_THERE_OR_WHOLLY_GONE,
                    "to %s lead other hosts: %s",
                    box,
                    machine.routes().of(box.uid()));
        }
        HOSTS.forEach(host -> check(host, machine, uids));
    }

    /** A box that is gone left it free. */
    private void check(Host host, InMemoryMachine machine, Set<Uid> boxes) {
        Set<Uid> owners = machine.routes().ledTo(host);
        Violation.unless(owners.size() <= 1, Promise.P5_ONE_WINNER, "%s leads to %s", host, owners);
        of(host).known
                .map(known -> known.filter(boxes::contains))
                .map(known -> known.map(Set::of).orElse(Set.of()))
                .ifPresent(
                        known ->
                                Violation.unless(
                                        owners.equals(known),
                                        Promise.P2_NOTHING_ACKNOWLEDGED_IS_LOST,
                                        "%s leads to %s and not to %s",
                                        host,
                                        owners,
                                        known));
    }
}
