package zomg.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import zomg.fixture.BoxFixtures;
import zomg.model.box.BoxRoutes;
import zomg.model.box.Port;
import zomg.model.id.Uid;
import zomg.model.network.Host;

class BoxIngressTest {

    private static final BoxRoutes ROUTES =
            new BoxRoutes(
                    new Uid("web222222222"),
                    BoxFixtures.ref("shop", "web"),
                    new Host("web--shop.example.org"),
                    List.of(new Host("www.example.org"), new Host("shop.example")),
                    new Port(8080));

    @Test
    void hosts_under_the_wildcard_have_its_certificate_and_others_one_of_their_own() {
        assertAre(
                settings(Optional.of("wildcard"), Optional.of("letsencrypt")),
                "ingress-wildcard.yaml",
                "ingress-issued.yaml");
    }

    @Test
    void without_a_wildcard_all_hosts_have_one_certificate() {
        assertAre(settings(Optional.empty(), Optional.of("letsencrypt")), "ingress-all.yaml");
    }

    @Test
    void without_any_certificate_there_is_none() {
        assertAre(settings(Optional.empty(), Optional.empty()), "ingress-plain.yaml");
        assertThat(settings(Optional.empty(), Optional.empty()).isSecure()).isFalse();
    }

    @Test
    void a_service_leads_to_the_port() {
        Rendered.assertIs(BoxIngress.service(Rendered.config(), ROUTES), "ingress-service.yaml");
    }

    private static void assertAre(IngressSettings settings, String... files) {
        List<Ingress> ingresses = BoxIngress.desired(Rendered.config(), settings, ROUTES);

        assertThat(ingresses).hasSize(files.length);
        for (int number = 0; number < files.length; number++) {
            Rendered.assertIs(ingresses.get(number), files[number]);
        }
    }

    private static IngressSettings settings(Optional<String> wildcard, Optional<String> issuer) {
        return new IngressSettings(Optional.of("nginx"), new Host("example.org"), wildcard, issuer);
    }
}
