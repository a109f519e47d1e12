package zomg.usecase.box;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static zomg.fixture.BoxFixtures.ref;
import static zomg.fixture.Refusals.assertRefused;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.fixture.Crowd;
import zomg.fixture.UseCases;
import zomg.memory.InMemoryMachine;
import zomg.model.access.Role;
import zomg.model.box.Box;
import zomg.model.box.BoxRoutes;
import zomg.model.box.BoxStatus;
import zomg.model.box.Port;
import zomg.model.id.BoxRef;
import zomg.model.network.Host;
import zomg.model.network.HostChoice;
import zomg.model.network.PublishedHosts;
import zomg.model.network.Subdomain;

final class PublishBoxTest {

    private static final BoxRef WEB = ref("default", "web");
    private static final BoxRef OTHER = ref("shop", "other");
    private static final Host SHOP = new Host("shop.example.com");
    private static final Host BLOG = new Host("blog.example.com");

    private final InMemoryMachine machine = new InMemoryMachine();
    private final UseCases zomg = new UseCases(machine);

    private List<Host> hostsOf(BoxRef ref) {
        Box box = zomg.showBox().show(ref);
        BoxRoutes routes = machine.routes().of(box.uid()).orElseThrow();
        assertThat(routes.published()).isEqualTo(box.hosts().all());
        return routes.hosts();
    }

    private Host publish(BoxRef ref, String subdomain, Role role) {
        return zomg.publishBox()
                .publish(
                        new PublishBox.Request(
                                ref,
                                new HostChoice.Below(new Subdomain(subdomain), Optional.empty()),
                                false,
                                role));
    }

    private void unpublish(BoxRef ref, Host host) {
        zomg.unpublishBox().unpublish(ref, new HostChoice.Exactly(host));
    }

    @Test
    void a_box_has_a_host_of_its_own_from_its_first_day() {
        Box box = zomg.create(WEB);

        assertThat(machine.routes().of(box.uid()))
                .contains(
                        new BoxRoutes(
                                box.uid(),
                                WEB,
                                new Host("web.zomg.test"),
                                List.of(),
                                Port.DEFAULT));
        assertThat(zomg.boxHosts().url(WEB)).contains("https://web.zomg.test");
    }

    @Test
    void a_published_host_leads_to_the_box_besides() {
        zomg.create(WEB);

        assertThat(zomg.publish(WEB, SHOP, false)).isEqualTo(SHOP);
        assertThat(publish(WEB, "www", Role.DEVELOPER)).isEqualTo(new Host("www.apps.test"));

        assertThat(hostsOf(WEB))
                .containsExactly(new Host("web.zomg.test"), SHOP, new Host("www.apps.test"));
    }

    @Test
    void publishing_what_is_published_is_already_done() {
        zomg.create(WEB);
        zomg.publish(WEB, SHOP, false);
        Box before = zomg.showBox().show(WEB);
        machine.routes().remove(before.uid());

        zomg.publish(WEB, SHOP, false);
        zomg.publish(WEB, SHOP, true);
        zomg.publish(WEB, new Host("web.zomg.test"), false);

        assertThat(zomg.showBox().show(WEB)).isEqualTo(before);
        assertThat(hostsOf(WEB)).containsExactly(new Host("web.zomg.test"), SHOP);
    }

    @Test
    void a_host_of_another_box_is_refused_without_force() {
        zomg.create(WEB);
        zomg.create(OTHER);
        zomg.publish(WEB, SHOP, false);

        assertRefused(ErrorCode.HOST_IN_USE, () -> zomg.publish(OTHER, SHOP, false));

        assertThat(hostsOf(WEB)).contains(SHOP);
        assertThat(hostsOf(OTHER)).doesNotContain(SHOP);
    }

    @Test
    void with_force_it_moves_and_never_leads_to_both() {
        zomg.create(WEB);
        zomg.create(OTHER);
        zomg.publish(WEB, SHOP, false);

        zomg.publish(OTHER, SHOP, true);

        assertThat(hostsOf(WEB)).doesNotContain(SHOP);
        assertThat(hostsOf(OTHER)).contains(SHOP);
        assertThat(machine.routes().collisions()).isEmpty();
    }

    @Test
    void force_is_not_needed_and_does_no_harm_for_a_free_host() {
        zomg.create(WEB);

        zomg.publish(WEB, SHOP, true);

        assertThat(hostsOf(WEB)).contains(SHOP);
    }

    @Test
    void the_own_host_of_another_box_is_refused_even_with_force() {
        zomg.create(WEB);
        zomg.create(OTHER);

        assertRefused(
                ErrorCode.HOST_IN_USE, () -> zomg.publish(OTHER, new Host("web.zomg.test"), true));
        assertRefused(
                ErrorCode.HOST_IN_USE,
                () -> zomg.publish(WEB, new Host("other--shop.zomg.test"), true));

        assertThat(hostsOf(OTHER)).containsExactly(new Host("other--shop.zomg.test"));
    }

    @Test
    void a_box_whose_own_host_is_published_is_not_made() {
        zomg.create(WEB);
        zomg.publish(WEB, new Host("api2.zomg.test"), false);

        assertRefused(ErrorCode.HOST_IN_USE, () -> zomg.create(ref("default", "api2")));

        assertThat(zomg.showBox().find(ref("default", "api2"))).isEmpty();
        assertThat(hostsOf(WEB)).contains(new Host("api2.zomg.test"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"api.zomg.test", "ssh.zomg.test", "boxes.apps.test", "auth.apps.test"})
    void hosts_of_the_server_are_refused_whoever_asks(String host) {
        zomg.create(WEB);
        PublishBox.Request request =
                new PublishBox.Request(
                        WEB, new HostChoice.Exactly(new Host(host)), true, Role.ADMIN);

        assertRefused(ErrorCode.HOST_RESERVED, () -> zomg.publishBox().publish(request));
        assertRefused(ErrorCode.HOST_RESERVED, () -> zomg.publish(WEB, new Host(host), false));
    }

    @Test
    void only_an_admin_publishes_the_domain_itself() {
        zomg.create(WEB);

        assertRefused(ErrorCode.HOST_RESERVED, () -> publish(WEB, "@", Role.DEVELOPER));
        assertRefused(
                ErrorCode.HOST_RESERVED, () -> zomg.publish(WEB, new Host("zomg.test"), true));

        assertThat(publish(WEB, "@", Role.ADMIN)).isEqualTo(new Host("apps.test"));
        assertThat(hostsOf(WEB)).contains(new Host("apps.test"));
    }

    @Test
    void an_unpublished_host_leads_nowhere_and_is_free() {
        zomg.create(WEB);
        zomg.create(OTHER);
        zomg.publish(WEB, SHOP, false);
        zomg.publish(WEB, BLOG, false);

        unpublish(WEB, SHOP);

        assertThat(hostsOf(WEB)).containsExactly(new Host("web.zomg.test"), BLOG);
        zomg.publish(OTHER, SHOP, false);
        assertThat(hostsOf(OTHER)).contains(SHOP);
    }

    @Test
    void a_host_that_the_box_does_not_have_is_not_unpublished() {
        zomg.create(WEB);
        zomg.create(OTHER);
        zomg.publish(OTHER, SHOP, false);

        assertRefused(ErrorCode.HOST_NOT_OWNED, () -> unpublish(WEB, SHOP));
        assertRefused(ErrorCode.HOST_NOT_OWNED, () -> unpublish(WEB, BLOG));
        assertRefused(ErrorCode.HOST_NOT_OWNED, () -> unpublish(WEB, new Host("web.zomg.test")));

        assertThat(hostsOf(OTHER)).contains(SHOP);
    }

    @Test
    void of_a_box_that_is_not_there_nothing_is_published() {
        assertRefused(ErrorCode.BOX_NOT_FOUND, () -> zomg.publish(WEB, SHOP, false));
        assertRefused(ErrorCode.BOX_NOT_FOUND, () -> unpublish(WEB, SHOP));
    }

    @Test
    void a_deleted_box_leaves_no_routes_and_its_hosts_are_free() {
        zomg.create(WEB);
        zomg.publish(WEB, SHOP, false);

        zomg.deleteBox().delete(WEB, true);

        assertThat(machine.routes().list()).isEmpty();
        zomg.create(OTHER);
        zomg.publish(OTHER, SHOP, false);
        assertThat(zomg.create(WEB).hosts()).isEqualTo(PublishedHosts.NONE);
    }

    @Test
    void a_fork_has_its_own_host_only() {
        zomg.create(WEB);
        zomg.publish(WEB, SHOP, false);

        Box fork = zomg.fork(ref("default", "copy"), "web");

        assertThat(fork.hosts()).isEqualTo(PublishedHosts.NONE);
        assertThat(hostsOf(fork.ref())).containsExactly(new Host("copy.zomg.test"));
    }

    @Test
    void hosts_stay_while_a_box_is_stopped_and_follow_its_port() {
        Box box = zomg.create(WEB);
        zomg.publish(WEB, SHOP, false);
        zomg.stopBox().stop(WEB);
        assertThat(hostsOf(WEB)).contains(SHOP);

        zomg.update(WEB, Map.of("PORT", "3000"));

        assertThat(machine.routes().of(box.uid()).orElseThrow().port()).isEqualTo(new Port(3000));
        assertThat(hostsOf(WEB)).contains(SHOP);
        zomg.resumeBox().resume(WEB);
        assertThat(zomg.reconcile().look()).isEmpty();
    }

    @Test
    void a_port_that_cannot_be_routed_to_is_not_recorded() {
        Box box = zomg.create(WEB);
        machine.routes().failNextApply(new IllegalStateException("away"));

        assertThatThrownBy(() -> zomg.update(WEB, Map.of("PORT", "3000"))).hasMessage("away");

        assertThat(zomg.showBox().show(WEB)).isEqualTo(box);
        assertThat(zomg.reconcile().look()).isEmpty();
    }

    @Test
    void a_publish_that_fails_changes_nothing() {
        zomg.create(WEB);
        machine.routes().failNextApply(new IllegalStateException("away"));

        assertThatThrownBy(() -> zomg.publish(WEB, SHOP, false)).hasMessage("away");

        assertThat(hostsOf(WEB)).doesNotContain(SHOP);
        assertThat(machine.hosts().owner(SHOP)).isEmpty();
    }

    @Test
    void a_take_over_that_fails_leaves_the_host_where_it_was() {
        zomg.create(WEB);
        zomg.create(OTHER);
        zomg.publish(WEB, SHOP, false);
        machine.routes().failNextApply(new IllegalStateException("away"));

        assertThatThrownBy(() -> zomg.publish(OTHER, SHOP, true)).hasMessage("away");

        assertThat(hostsOf(WEB)).contains(SHOP);
        assertThat(hostsOf(OTHER)).doesNotContain(SHOP);
    }

    @Test
    void an_unpublish_that_fails_can_be_tried_again() {
        zomg.create(WEB);
        zomg.publish(WEB, SHOP, false);
        machine.routes().failNextApply(new IllegalStateException("away"));
        assertThatThrownBy(() -> unpublish(WEB, SHOP)).hasMessage("away");
        assertThat(hostsOf(WEB)).contains(SHOP);

        unpublish(WEB, SHOP);

        assertThat(hostsOf(WEB)).doesNotContain(SHOP);
    }

    @Test
    void a_box_without_routes_is_not_made() {
        machine.routes().failNextApply(new IllegalStateException("away"));

        assertThatThrownBy(() -> zomg.create(WEB)).hasMessage("away");

        assertThat(zomg.showBox().find(WEB)).isEmpty();
        assertThat(machine.engine().list()).isEmpty();
        assertThat(machine.routes().list()).isEmpty();
    }

    @Test
    void a_host_is_taken_from_a_box_whose_delete_was_cut_off() {
        Box box = zomg.create(WEB);
        zomg.create(OTHER);
        zomg.publish(WEB, SHOP, false);
        machine.boxes()
                .replace(
                        zomg.showBox()
                                .show(WEB)
                                .withStatus(BoxStatus.DELETING, machine.clock().instant()));

        zomg.publish(OTHER, SHOP, true);

        assertThat(machine.routes().of(box.uid())).isEmpty();
        assertThat(hostsOf(OTHER)).contains(SHOP);
    }

    @Test
    void of_many_that_publish_a_host_at_once_one_has_it() throws InterruptedException {
        for (int number = 0; number < 8; number++) {
            zomg.create(ref("default", "box-" + number));
        }

        Crowd.Outcome<Host> outcome =
                Crowd.of(8, number -> zomg.publish(ref("default", "box-" + number), SHOP, false));

        assertThat(outcome.values()).hasSize(1);
        assertThat(outcome.failures())
                .allMatch(
                        failure ->
                                failure instanceof Refusal refusal
                                        && refusal.code() == ErrorCode.HOST_IN_USE);
        assertThat(machine.routes().ledTo(SHOP)).hasSize(1);
    }

    @Test
    void many_that_take_a_host_from_each_other_leave_it_with_one() throws InterruptedException {
        for (int number = 0; number < 4; number++) {
            zomg.create(ref("default", "box-" + number));
        }

        Crowd.of(4, number -> zomg.publish(ref("default", "box-" + number), SHOP, true));

        assertThat(machine.routes().ledTo(SHOP)).hasSize(1);
        assertThat(machine.routes().collisions()).isEmpty();
        assertThat(zomg.reconcile().look()).isEmpty();
    }

    @Test
    void where_nothing_leads_hosts_to_boxes_it_is_said_so_and_boxes_work() {
        machine.routes().without("there is no proxy yet");
        UseCases local = new UseCases(machine);
        local.create(WEB);

        Refusal refusal =
                assertRefused(ErrorCode.NOT_AVAILABLE, () -> local.publish(WEB, SHOP, false));

        assertThat(refusal).hasMessage("there is no proxy yet");
        assertRefused(
                ErrorCode.NOT_AVAILABLE,
                () -> local.unpublishBox().unpublish(WEB, new HostChoice.Exactly(SHOP)));
        assertThat(local.boxHosts().url(WEB)).isEmpty();
        local.update(WEB, Map.of("PORT", "3000"));
        assertThat(local.reconcile().look()).isEmpty();
        local.deleteBox().delete(WEB, true);
    }
}
