package zomg.memory;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
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
        Set<Host> others = new HashSet<>();
        routes.values().stream()
                .filter(other -> !other.box().equals(wanted.box()))
                .forEach(other -> others.addAll(other.hosts()));
        wanted.hosts().stream()
                .filter(others::contains)
                .findFirst()
                .ifPresent(
                        taken -> {
                            throw new IllegalStateException(taken + " leads to two boxes");
                        });
        routes.put(wanted.box(), wanted);
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
