package zomg.model.network;

import java.util.Optional;
import java.util.Set;
import zomg.error.InvalidInput;
import zomg.model.id.BoxName;
import zomg.model.id.BoxRef;
import zomg.model.id.ProjectName;

/**
 * Under which domains boxes have their hosts.
 *
 * @param own of the server; every box has a host below it that is always the same
 * @param publish below which hosts are published if nobody names another domain
 */
public record Domains(Host own, Host publish) {

    /** Labels of what the server itself is reached by. */
    private static final Set<String> RESERVED = Set.of("api", "ssh", "boxes", "auth");

    private static final String BETWEEN = "--";

    /**
     * {@code <box>.<domain>} in the default project, else {@code <box>--<project>.<domain>}; also
     * for a box of the default project whose name is a reserved label.
     */
    public Host hostOf(BoxRef box) {
        boolean plain =
                box.project().equals(ProjectName.DEFAULT) && !RESERVED.contains(box.name().value());
        return new Host(
                plain
                        ? "%s.%s".formatted(box.name(), own)
                        : "%s%s%s.%s".formatted(box.name(), BETWEEN, box.project(), own));
    }

    /** The box whose own host this is, whether there is such a box or not. */
    public Optional<BoxRef> boxOf(Host host) {
        if (!host.isDirectlyBelow(own)) {
            return Optional.empty();
        }
        String[] names = host.firstLabel().split(BETWEEN, 2);
        try {
            BoxRef box =
                    new BoxRef(
                            names.length == 1 ? ProjectName.DEFAULT : new ProjectName(names[1]),
                            new BoxName(names[0]));
            return Optional.of(box).filter(named -> hostOf(named).equals(host));
        } catch (InvalidInput _) {
            return Optional.empty();
        }
    }

    public Host find(HostChoice choice) {
        return switch (choice) {
            case HostChoice.Exactly(Host host) -> host;
            case HostChoice.Below(Subdomain subdomain, Optional<Host> domain) ->
                    subdomain.of(domain.orElse(publish));
        };
    }

    /** Whether it is one of the domains themselves. */
    public boolean isApex(Host host) {
        return host.equals(own) || host.equals(publish);
    }

    /** Whether the server itself is reached by it, or may be. */
    public boolean isReserved(Host host) {
        return RESERVED.contains(host.firstLabel())
                && (host.isDirectlyBelow(own) || host.isDirectlyBelow(publish));
    }
}
