package zomg.model.network;

import static org.assertj.core.api.Assertions.assertThat;
import static zomg.fixture.BoxFixtures.ref;
import static zomg.fixture.Refusals.assertInvalid;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import zomg.error.ErrorCode;
import zomg.model.id.BoxRef;

final class HostsTest {

    private static final Host OWN = new Host("example.com");
    private static final Host OTHER = new Host("apps.example.net");
    private static final Domains DOMAINS = new Domains(OWN, OTHER);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "localhost",
                "example.com",
                "a-b.c--d.e1",
                "1.example.com",
                "xn--bcher-kva.ch",
                "1a.2b"
            })
    void a_dns_name_is_a_host(String name) {
        assertThat(new Host(name)).hasToString(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "a.",
                ".a",
                "a..b",
                "-a.b",
                "a-.b",
                "A.b",
                "a_b.c",
                "*.a",
                "@",
                "1",
                "10.0.0.1",
                "a.1",
                "[::1]",
                "a:80",
                "a/b",
                " a",
                "a\n",
                "bücher.ch"
            })
    void anything_else_is_not(String name) {
        assertInvalid(ErrorCode.INVALID_NAME, () -> new Host(name), "host");
    }

    @Test
    void a_host_is_as_long_as_it_may_be_and_no_longer() {
        String label = "l".repeat(63);
        String longest = "%s.%s.%s.%s".formatted(label, label, label, "l".repeat(61));

        assertThat(new Host(longest).value()).hasSize(253);
        assertInvalid(ErrorCode.INVALID_NAME, () -> new Host(longest + "l"), "host");
        assertInvalid(ErrorCode.INVALID_NAME, () -> new Host("l".repeat(64)), "host");
        assertInvalid(ErrorCode.INVALID_NAME, () -> new Host("l.".repeat(1_000_000)), "host");
    }

    @Test
    void a_subdomain_makes_a_host_of_a_domain() {
        assertThat(new Subdomain("blog").of(OWN)).isEqualTo(new Host("blog.example.com"));
        assertThat(new Subdomain("a.b").of(OWN)).isEqualTo(new Host("a.b.example.com"));
        assertThat(new Subdomain("5").of(OWN)).isEqualTo(new Host("5.example.com"));
        assertThat(new Subdomain("@").of(OWN)).isEqualTo(OWN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "a.", "@.a", "a@", "A", "a b", "*"})
    void what_makes_no_host_is_no_subdomain(String text) {
        assertInvalid(ErrorCode.INVALID_NAME, () -> new Subdomain(text), "subdomain");
    }

    @Test
    void a_subdomain_fits_below_its_domain() {
        Subdomain longest = new Subdomain("%s.%s".formatted("l".repeat(63), "l".repeat(63)));
        Host domain = new Host("%s.%s".formatted("l".repeat(63), "l".repeat(63)));

        assertInvalid(ErrorCode.INVALID_NAME, () -> longest.of(domain), "subdomain");
    }

    @Test
    void a_choice_is_a_host_or_a_subdomain_of_a_domain() {
        Subdomain blog = new Subdomain("blog");

        assertThat(DOMAINS.find(choice(Optional.of(OWN), Optional.empty(), Optional.empty())))
                .isEqualTo(OWN);
        assertThat(DOMAINS.find(choice(Optional.empty(), Optional.of(blog), Optional.empty())))
                .isEqualTo(new Host("blog.apps.example.net"));
        assertThat(DOMAINS.find(choice(Optional.empty(), Optional.of(blog), Optional.of(OWN))))
                .isEqualTo(new Host("blog.example.com"));
        assertInvalid(
                ErrorCode.INVALID_REQUEST,
                () -> choice(Optional.of(OWN), Optional.of(blog), Optional.empty()),
                "subdomain");
        assertInvalid(
                ErrorCode.INVALID_REQUEST,
                () -> choice(Optional.of(OWN), Optional.empty(), Optional.of(OWN)),
                "domain");
        assertInvalid(
                ErrorCode.INVALID_REQUEST,
                () -> choice(Optional.empty(), Optional.empty(), Optional.of(OWN)),
                "subdomain");
    }

    private static HostChoice choice(
            Optional<Host> host, Optional<Subdomain> subdomain, Optional<Host> domain) {
        return HostChoice.of(host, subdomain, domain);
    }

    @Test
    void each_box_has_a_host_of_its_own() {
        assertOwn(ref("default", "web"), "web.example.com");
        assertOwn(ref("shop", "web"), "web--shop.example.com");
        assertOwn(
                ref("p".repeat(50), "b".repeat(11)),
                "b".repeat(11) + "--" + "p".repeat(50) + ".example.com");
    }

    @Test
    void a_box_that_is_called_as_the_server_has_another_host_than_it() {
        assertOwn(ref("default", "api"), "api--default.example.com");
        assertOwn(ref("shop", "api"), "api--shop.example.com");
        assertThat(DOMAINS.boxOf(new Host("api.example.com"))).isEmpty();
        assertThat(DOMAINS.boxOf(new Host("web--default.example.com"))).isEmpty();
    }

    @Test
    void no_box_is_called_by_other_hosts() {
        for (String host :
                new String[] {
                    "example.com",
                    "web.apps.example.net",
                    "a.b.example.com",
                    "1web.example.com",
                    "a--b--c.example.com",
                    "web.example.org"
                }) {
            assertThat(DOMAINS.boxOf(new Host(host))).as(host).isEmpty();
        }
    }

    private static void assertOwn(BoxRef box, String host) {
        assertThat(DOMAINS.hostOf(box)).hasToString(host);
        assertThat(DOMAINS.boxOf(new Host(host))).contains(box);
    }

    @Test
    void what_the_server_is_reached_by_is_reserved_below_its_domains() {
        for (String label : new String[] {"api", "ssh", "boxes", "auth"}) {
            assertThat(DOMAINS.isReserved(new Host(label + ".example.com"))).isTrue();
            assertThat(DOMAINS.isReserved(new Host(label + ".apps.example.net"))).isTrue();
            assertThat(DOMAINS.isReserved(new Host(label + ".example.org"))).isFalse();
            assertThat(DOMAINS.isReserved(new Host(label + ".a.example.com"))).isFalse();
        }
        assertThat(DOMAINS.isReserved(new Host("apis.example.com"))).isFalse();
        assertThat(DOMAINS.isApex(OWN)).isTrue();
        assertThat(DOMAINS.isApex(OTHER)).isTrue();
        assertThat(DOMAINS.isApex(new Host("www.example.com"))).isFalse();
    }

    @Test
    void published_hosts_are_a_few_each_once_and_in_order() {
        PublishedHosts hosts =
                PublishedHosts.NONE.with(OWN).with(OTHER).with(OWN).with(new Host("b.a"));

        assertThat(hosts.all()).containsExactly(OTHER, new Host("b.a"), OWN);
        assertThat(hosts.without(OWN).has(OWN)).isFalse();
        assertThat(hosts.without(OWN).has(OTHER)).isTrue();
        assertInvalid(
                ErrorCode.INVALID_REQUEST,
                () ->
                        new PublishedHosts(
                                IntStream.rangeClosed(0, PublishedHosts.MOST)
                                        .mapToObj(number -> new Host("h%d.a".formatted(number)))
                                        .toList()),
                "box");
    }

    @Test
    void a_url_names_its_port_only_if_the_scheme_does_not() {
        assertThat(Hosting.At.https().url(OWN)).isEqualTo("https://example.com");
        assertThat(new Hosting.At("http", OptionalInt.of(7717)).url(new Host("web.localhost")))
                .isEqualTo("http://web.localhost:7717");
    }
}
