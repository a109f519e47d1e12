package zomg.model.network;

import java.util.Optional;
import zomg.error.InvalidInput;

/** How people say which host they mean. */
public sealed interface HostChoice {

    /** The whole host. */
    record Exactly(Host host) implements HostChoice {}

    /**
     * @param domain empty for the one that the server publishes under
     */
    record Below(Subdomain subdomain, Optional<Host> domain) implements HostChoice {}

    /**
     * @param subdomain whether {@code text} is one; it is if there is a domain
     */
    static HostChoice parse(String text, boolean subdomain, Optional<Host> domain) {
        return subdomain || domain.isPresent()
                ? new Below(new Subdomain(text), domain)
                : new Exactly(new Host(text));
    }

    /**
     * @throws InvalidInput unless there is either a host or a subdomain, or if there is a domain
     *     without a subdomain
     */
    static HostChoice of(
            Optional<Host> host, Optional<Subdomain> subdomain, Optional<Host> domain) {
        if (host.isPresent() && subdomain.isPresent()) {
            throw InvalidInput.field("subdomain", "cannot be given together with a host");
        }
        if (host.isPresent() && domain.isPresent()) {
            throw InvalidInput.field("domain", "cannot be given together with a host");
        }
        if (host.isPresent()) {
            return new Exactly(host.get());
        }
        return new Below(
                subdomain.orElseThrow(
                        () ->
                                InvalidInput.field(
                                        "subdomain", "is required unless a host is given")),
                domain);
    }
}
