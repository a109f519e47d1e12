package zomg.memory;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.model.box.BoxRoutes;
import zomg.model.id.Uid;
import zomg.model.network.Host;
import zomg.model.network.Hosting;
import zomg.port.HostRoutes;

/** Routes that nobody travels. */
public final class InMemoryHostRoutes implements HostRoutes {

    private final Map<Uid, BoxRoutes> routes = new HashMap<>();
    private final Set<Host> collisions = new HashSet<>();
    private final NextFailure applyFailure = new NextFailure();
    private final NextFailure removeFailure = new NextFailure();
    private Hosting hosting = Hosting.At.https();

    /** As of an engine that leads no host anywhere. */
    public void without(String reason) {
        hosting = new Hosting.None(reason);
    }

    /** Nothing is made then. */
    public void failNextApply(RuntimeException failure) {
        applyFailure.prepare(failure);
    }

    public void failNextRemove(RuntimeException failure) {
        removeFailure.prepare(failure);
    }

    @Override
    public Hosting hosting() {
        return hosting;
    }

    @Override
    public synchronized void apply(BoxRoutes wanted) {
        if (hosting instanceof Hosting.None(String reason)) {
            throw new Refusal(ErrorCode.NOT_AVAILABLE, reason);
        }
        applyFailure.strike();
        wanted.hosts().stream()
                .filter(host -> othersHave(wanted.box(), host))
                .forEach(host -> collisions.add(host));
        routes.put(wanted.box(), wanted);
    }

    private boolean othersHave(Uid box, Host host) {
        return routes.values().stream()
                .filter(other -> !other.box().equals(box))
                .anyMatch(other -> other.hosts().contains(host));
    }

    /** Hosts that led to two boxes at a time. */
    public synchronized Set<Host> collisions() {
        return Set.copyOf(collisions);
    }

    /** The boxes that a host leads to. */
    public synchronized Set<Uid> ledTo(Host host) {
        return routes.values().stream()
                .filter(one -> one.hosts().contains(host))
                .map(BoxRoutes::box)
                .collect(Collectors.toSet());
    }

    public synchronized Optional<BoxRoutes> of(Uid box) {
        return Optional.ofNullable(routes.get(box));
    }

    @Override
    public synchronized void remove(Uid box) {
        removeFailure.strike();
        routes.remove(box);
    }

    @Override
    public synchronized boolean areApplied(BoxRoutes wanted) {
        return hosting instanceof Hosting.None || wanted.equals(routes.get(wanted.box()));
    }

    @Override
    public synchronized Set<Uid> list() {
        return Set.copyOf(routes.keySet());
    }
}
