package zomg.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a cluster has of its own, in the words of kustomize. */
class OverlayTest {

    @Test
    void a_plain_cluster_says_only_where_the_pool_is() {
        Overlay plain = overlay(Optional.empty(), Optional.empty(), Map.of());

        assertThat(plain.kustomization())
                .isEqualTo(
                        """
                        apiVersion: kustomize.config.k8s.io/v1beta1
                        kind: Kustomization
                        namespace: zomg
                        resources:
                          - base
                        patches:
                          - path: place.yaml
                        configMapGenerator:
                          - name: zomg-settings
                            behavior: merge
                            literals:
                              - "ZOMG_ALLOWED_HOSTS=zomg-api.zomg,zomg-api.zomg.svc,192.0.2.7"
                              - "ZOMG_NODE_POOL=/mnt/pool"
                        """);
    }

    @Test
    void a_domain_brings_an_ingress_and_lets_the_server_have_its_name() {
        Overlay named = overlay(Optional.of("zomg.example.com"), Optional.empty(), Map.of());

        assertThat(named.kustomization())
                .contains("resources:\n  - base\n  - ingress.yaml\n")
                .contains("\"ZOMG_DOMAIN=zomg.example.com\"")
                .contains("zomg-api.zomg.svc,api.zomg.example.com,192.0.2.7\"");
    }

    @Test
    void settings_stay_what_they_are() {
        Overlay odd =
                overlay(Optional.empty(), Optional.empty(), Map.of("ZOMG_A", "b: \"c\" \\ # d"));

        assertThat(odd.kustomization()).contains("- \"ZOMG_A=b: \\\"c\\\" \\\\ # d\"\n");
    }

    @Test
    void a_port_of_a_registry_is_no_tag() {
        assertThat(image("registry:5000/zomg/server"))
                .endsWith("newName: registry:5000/zomg/server\n");
        assertThat(image("registry:5000/zomg/server:1.2"))
                .endsWith("newName: registry:5000/zomg/server\n    newTag: 1.2\n");
    }

    private static String image(String name) {
        return overlay(Optional.empty(), Optional.of(name), Map.of()).kustomization();
    }

    private static Overlay overlay(
            Optional<String> domain, Optional<String> image, Map<String, String> settings) {
        return new Overlay(
                "node1",
                "/mnt/pool",
                "/mnt/state",
                image,
                domain,
                Optional.empty(),
                Optional.of("192.0.2.7"),
                settings);
    }
}
