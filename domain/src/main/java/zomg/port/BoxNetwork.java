package zomg.port;

import zomg.model.box.Box;

/** Reaches what listens in running boxes. */
public interface BoxNetwork {

    /**
     * Opens a way to whatever listens in the box, on its loopback addresses too.
     *
     * @throws zomg.error.Refusal BOX_NOT_RUNNING
     */
    Tunnel tunnel(Box box);
}
