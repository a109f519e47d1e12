package zomg.port;

import java.util.Set;
import zomg.model.box.BoxRoutes;
import zomg.model.id.Uid;
import zomg.model.network.Hosting;

/**
 * Makes hosts lead to boxes. Routes follow the record of a box, not its state: they are there while
 * it is stopped, so that nothing that hangs on a host, such as its certificate, is made anew. Every
 * call is idempotent. Where {@link #hosting} is none, there are no routes, nothing is missing, and
 * {@link #apply} refuses.
 */
public interface HostRoutes {

    /** Always the same while the server runs, and known without asking anybody. */
    Hosting hosting();

    /**
     * Makes these hosts lead to the box, and no others. A host that another box had is free when
     * that box's routes were applied without it; until then it leads to either, or is refused.
     *
     * @throws zomg.error.Refusal NOT_AVAILABLE if there is no hosting; HOST_IN_USE if something
     *     that is not ours has a host; ENGINE_UNAVAILABLE, and then nothing or a part of it was
     *     done
     */
    void apply(BoxRoutes routes);

    /**
     * Removes all routes of the box; there may be none.
     *
     * @throws zomg.error.Refusal ENGINE_UNAVAILABLE
     */
    void remove(Uid box);

    /**
     * Whether there is what {@link #apply} would make. It is asked for every box each minute, so it
     * is answered from what is known anyway.
     */
    boolean areApplied(BoxRoutes routes);

    /** Every box of which there are routes. */
    Set<Uid> list();
}
