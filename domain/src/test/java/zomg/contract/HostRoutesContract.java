package zomg.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static zomg.fixture.BoxFixtures.ref;
import static zomg.fixture.BoxFixtures.uid;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import zomg.fixture.Crowd;
import zomg.model.box.BoxRoutes;
import zomg.model.box.Port;
import zomg.model.id.BoxRef;
import zomg.model.id.Uid;
import zomg.model.network.Domains;
import zomg.model.network.Host;
import zomg.model.network.Hosting;
import zomg.model.network.PublishedHosts;
import zomg.port.HostRoutes;

/** What all routes from hosts to boxes do, where there are any. */
public interface HostRoutesContract {

    Domains DOMAINS = new Domains(new Host("zomg.test"), new Host("zomg.test"));

    /** None when a test starts, the same ones during a test. */
    HostRoutes routes();

    /** Another adapter to the same routes, as a server that is started anew has it. */
    default HostRoutes routesAnew() {
        return routes();
    }

    /** What an engine has made before a box gets routes. */
    default void prepare(Uid box, BoxRef ref) {}

    static BoxRoutes web() {
        return routesOf(
                uid(), ref("default", "web"), Port.DEFAULT, "www.zomg.test", "shop.example");
    }

    private static BoxRoutes routesOf(Uid uid, BoxRef ref, Port port, String... published) {
        return new BoxRoutes(
                uid, ref, DOMAINS.hostOf(ref), Stream.of(published).map(Host::new).toList(), port);
    }

    private BoxRoutes applied(BoxRoutes wanted) {
        prepare(wanted.box(), wanted.ref());
        routes().apply(wanted);
        return wanted;
    }

    @Test
    default void hosts_are_reached_somehow() {
        assertThat(routes().hosting()).isInstanceOf(Hosting.At.class);
    }

    @Test
    default void routes_are_as_they_were_applied() {
        BoxRoutes web = web();
        assertThat(routes().areApplied(web)).isFalse();

        applied(web);
        routes().apply(web);

        assertThat(routes().areApplied(web)).isTrue();
        assertThat(routes().list()).containsExactly(web.box());
        assertThat(routesAnew().areApplied(web)).isTrue();
        assertThat(routesAnew().list()).containsExactly(web.box());
    }

    @Test
    default void a_box_without_published_hosts_has_its_own() {
        BoxRoutes web = applied(routesOf(uid(), ref("default", "web"), Port.DEFAULT));

        assertThat(routes().areApplied(web)).isTrue();
        assertThat(routes().list()).containsExactly(web.box());
    }

    @Test
    default void other_hosts_and_another_port_are_other_routes() {
        BoxRoutes before = applied(web());
        List<BoxRoutes> others =
                List.of(
                        routesOf(before.box(), before.ref(), Port.DEFAULT, "www.zomg.test"),
                        routesOf(before.box(), before.ref(), new Port(80), "www.zomg.test"),
                        routesOf(before.box(), before.ref(), new Port(80), "other.example"),
                        routesOf(before.box(), before.ref(), new Port(80)),
                        before);

        for (BoxRoutes other : others) {
            assertThat(routes().areApplied(other)).isFalse();

            routes().apply(other);

            assertThat(routes().areApplied(other)).isTrue();
            assertThat(routes().list()).containsExactly(before.box());
        }
    }

    @Test
    default void as_many_hosts_as_a_box_may_have_lead_to_it() {
        BoxRoutes many =
                routesOf(
                        uid(),
                        ref("default", "web"),
                        Port.DEFAULT,
                        IntStream.range(0, PublishedHosts.MOST)
                                .mapToObj("h%d.example"::formatted)
                                .toArray(String[]::new));

        applied(many);

        assertThat(routes().areApplied(many)).isTrue();
    }

    @Test
    default void names_may_be_as_long_as_names_may_be() {
        String label = "l".repeat(63);
        BoxRoutes box =
                routesOf(
                        uid(),
                        ref("p".repeat(50), "b".repeat(11)),
                        new Port(65_535),
                        "%s.%s.%s.%s".formatted(label, label, label, "l".repeat(61)));

        applied(box);

        assertThat(routes().areApplied(box)).isTrue();
    }

    @Test
    default void boxes_of_the_same_name_in_different_projects_have_routes_of_their_own() {
        BoxRoutes web = applied(web());
        BoxRoutes other = applied(routesOf(uid(), ref("shop", "web"), new Port(80), "a.example"));

        routes().remove(web.box());

        assertThat(routes().list()).containsExactly(other.box());
        assertThat(routes().areApplied(web)).isFalse();
        assertThat(routes().areApplied(other)).isTrue();
    }

    @Test
    default void a_host_moves_from_one_box_to_another() {
        BoxRoutes web = applied(web());
        BoxRoutes other = applied(routesOf(uid(), ref("shop", "api"), Port.DEFAULT));
        BoxRoutes less = routesOf(web.box(), web.ref(), web.port(), "shop.example");
        BoxRoutes more = routesOf(other.box(), other.ref(), other.port(), "www.zomg.test");

        routes().apply(less);
        routes().apply(more);

        assertThat(routes().areApplied(less)).isTrue();
        assertThat(routes().areApplied(more)).isTrue();
    }

    @Test
    default void a_box_made_again_under_its_name_has_routes_of_its_own() {
        BoxRoutes first = applied(web());
        routes().remove(first.box());

        BoxRoutes second = applied(web());

        assertThat(routes().list()).containsExactly(second.box());
        assertThat(routes().areApplied(second)).isTrue();
        assertThat(routes().areApplied(first)).isFalse();
    }

    @Test
    default void removed_routes_are_gone_and_removing_none_is_done_already() {
        BoxRoutes web = applied(web());

        routes().remove(web.box());
        routes().remove(web.box());
        routes().remove(uid());

        assertThat(routes().list()).isEmpty();
        assertThat(routes().areApplied(web)).isFalse();
        assertThat(routesAnew().list()).isEmpty();
    }

    @Test
    default void many_boxes_get_their_routes_at_the_same_time() throws InterruptedException {
        Crowd.Outcome<BoxRoutes> outcome =
                Crowd.of(
                        10,
                        number ->
                                applied(
                                        routesOf(
                                                uid(),
                                                ref("default", "box-" + number),
                                                Port.DEFAULT,
                                                "h%d.example".formatted(number))));

        assertThat(outcome.failures()).isEmpty();
        assertThat(outcome.values()).hasSize(10).allMatch(routes()::areApplied);
        assertThat(routes().list())
                .isEqualTo(Set.copyOf(outcome.values().stream().map(BoxRoutes::box).toList()));
    }
}
