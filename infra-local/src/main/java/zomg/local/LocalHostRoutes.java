package zomg.local;

import java.util.Set;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.model.box.BoxRoutes;
import zomg.model.id.Uid;
import zomg.model.network.Hosting;
import zomg.port.HostRoutes;

/** No routes: nothing on this machine leads hosts to boxes. */
public final class LocalHostRoutes implements HostRoutes {

    private static final String REASON =
            "the local engine has no proxy that leads hosts to boxes; zomg tunnel reaches a port of"
                    + " a box from this machine";

    @Override
    public Hosting hosting() {
        return new Hosting.None(REASON);
    }

    @Override
    public void apply(BoxRoutes routes) {
        throw new Refusal(ErrorCode.NOT_AVAILABLE, REASON);
    }

    @Override
    public void remove(Uid box) {
        // There are none.
    }

    @Override
    public boolean areApplied(BoxRoutes routes) {
        return true;
    }

    @Override
    public Set<Uid> list() {
        return Set.of();
    }
}
