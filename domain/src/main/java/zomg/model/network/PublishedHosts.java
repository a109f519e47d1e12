package zomg.model.network;

import java.util.List;
import java.util.stream.Stream;
import zomg.error.InvalidInput;

/** Hosts that somebody published for one box, in their order. */
public record PublishedHosts(List<Host> all) {

    public static final int MOST = 100;

    public static final PublishedHosts NONE = new PublishedHosts(List.of());

    public PublishedHosts {
        all = all.stream().sorted().distinct().toList();
        if (all.size() > MOST) {
            throw InvalidInput.field(
                    "box", "must not have more than %d published hosts".formatted(MOST));
        }
    }

    public boolean has(Host host) {
        return all.contains(host);
    }

    public PublishedHosts with(Host added) {
        return new PublishedHosts(Stream.concat(all.stream(), Stream.of(added)).toList());
    }

    public PublishedHosts without(Host removed) {
        return new PublishedHosts(all.stream().filter(host -> !host.equals(removed)).toList());
    }

    /** In characters, for those who keep many. */
    public int content() {
        return all.stream().mapToInt(host -> host.value().length()).sum();
    }
}
