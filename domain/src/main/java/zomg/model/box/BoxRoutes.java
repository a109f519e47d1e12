package zomg.model.box;

import java.util.List;
import java.util.stream.Stream;
import zomg.model.id.BoxRef;
import zomg.model.id.Uid;
import zomg.model.network.Host;

/**
 * Which hosts lead to a box, and where in it. It depends on the record of the box alone, not on
 * whether the box runs.
 *
 * @param own the host that the box has from its first day to its last
 * @param published those that somebody gave it besides, in their order
 * @param port of the box, which answers in HTTP
 */
public record BoxRoutes(Uid box, BoxRef ref, Host own, List<Host> published, Port port) {

    public BoxRoutes {
        published = List.copyOf(published);
    }

    /** All hosts, the own one first. */
    public List<Host> hosts() {
        return Stream.concat(Stream.of(own), published.stream()).toList();
    }
}
