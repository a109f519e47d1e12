package zomg.usecase.box;

import java.util.Optional;
import java.util.Set;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.model.box.Box;
import zomg.model.box.BoxRoutes;
import zomg.model.box.Port;
import zomg.model.id.BoxRef;
import zomg.model.id.Uid;
import zomg.model.network.Domains;
import zomg.model.network.Host;
import zomg.model.network.HostChoice;
import zomg.model.network.Hosting;
import zomg.port.HostRoutes;
import zomg.port.Hosts;

/**
 * By which hosts a box is reached: one of its own from its first day to its last, and those that
 * were published for it. Where nothing leads hosts to boxes, there is nothing to do.
 */
public final class BoxHosts {

    private final Hosts hosts;
    private final HostRoutes routes;
    private final Hosting hosting;
    private final Domains domains;

    public BoxHosts(Hosts hosts, HostRoutes routes, Domains domains) {
        this.hosts = hosts;
        this.routes = routes;
        this.hosting = routes.hosting();
        this.domains = domains;
    }

    private boolean areThere() {
        return hosting instanceof Hosting.At;
    }

    /**
     * @throws Refusal NOT_AVAILABLE where nothing leads hosts to boxes
     */
    void require() {
        if (hosting instanceof Hosting.None(String reason)) {
            throw new Refusal(ErrorCode.NOT_AVAILABLE, reason);
        }
    }

    Host find(HostChoice choice) {
        return domains.find(choice);
    }

    /**
     * @param mayHaveApex whether who asks may publish a domain itself
     * @throws Refusal HOST_RESERVED for hosts of the server itself
     */
    void requirePublishable(Host host, boolean mayHaveApex) {
        if (domains.isReserved(host)) {
            throw new Refusal(
                    ErrorCode.HOST_RESERVED, "host %s is the server's own".formatted(host));
        }
        if (domains.isApex(host) && !mayHaveApex) {
            throw new Refusal(
                    ErrorCode.HOST_RESERVED,
                    "host %s is the domain itself, which only an admin publishes".formatted(host));
        }
    }

    boolean isOwn(BoxRef box, Host host) {
        return domains.hostOf(box).equals(host);
    }

    Hosts.Claim claim(Host host) {
        return new Hosts.Claim(host, domains.boxOf(host));
    }

    /**
     * For a box that is new and recorded, so that nobody publishes its own host from now on.
     *
     * @throws Refusal HOST_IN_USE if somebody did before
     */
    void requireOwn(BoxRef box) {
        if (!areThere()) {
            return;
        }
        Host own = domains.hostOf(box);
        Optional<Box> owner = hosts.owner(own);
        if (owner.isPresent()) {
            throw new Refusal(
                    ErrorCode.HOST_IN_USE,
                    "%s, by which box %s would be reached, is published for box %s; unpublish it first, or take another name"
                            .formatted(own, box.name(), owner.get().ref()));
        }
    }

    /** Where the box is reached, if hosts lead to boxes. */
    public Optional<String> url(BoxRef box) {
        return hosting instanceof Hosting.At at
                ? Optional.of(at.url(domains.hostOf(box)))
                : Optional.empty();
    }

    /** Makes the hosts of its record lead to the box, and no others. */
    public void apply(Box box) {
        if (areThere()) {
            routes.apply(routesOf(box));
        }
    }

    /** Of a box that goes. */
    public void remove(Uid box) {
        if (areThere()) {
            routes.remove(box);
        }
    }

    /** Every box to which hosts lead, whether a record names it or not. */
    public Set<Uid> list() {
        return areThere() ? routes.list() : Set.of();
    }

    /** Whether the hosts that lead to the box are those of its record. */
    public boolean areApplied(Box box) {
        return !areThere() || routes.areApplied(routesOf(box));
    }

    private BoxRoutes routesOf(Box box) {
        return new BoxRoutes(
                box.uid(),
                box.ref(),
                domains.hostOf(box.ref()),
                box.hosts().all(),
                box.spec().port().orElse(Port.DEFAULT));
    }
}
