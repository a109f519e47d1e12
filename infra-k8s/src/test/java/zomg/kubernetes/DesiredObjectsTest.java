package zomg.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.api.Test;
import zomg.fixture.BoxFixtures;
import zomg.model.box.Box;
import zomg.model.box.BoxConfig;

class DesiredObjectsTest {

    private static final Box LIMITED = Rendered.box(BoxFixtures.lavish().config());

    @Test
    void a_deployment_runs_a_box_with_its_limits() {
        Rendered.assertIs(
                BoxDeployment.desired(Rendered.config(), LIMITED, Rendered.VOLUMES),
                "deployment.yaml");
    }

    @Test
    void a_box_without_limits_asks_for_nothing() {
        Rendered.assertIs(
                BoxDeployment.desired(
                        Rendered.config(), Rendered.box(BoxConfig.UNLIMITED), Rendered.VOLUMES),
                "deployment-unlimited.yaml");
    }

    @Test
    void what_a_user_chose_for_the_inside_is_not_in_the_cluster() {
        String deployment =
                Serialization.asYaml(
                        BoxDeployment.desired(Rendered.config(), LIMITED, Rendered.VOLUMES));

        assertThat(LIMITED.spec().environment().variables().keySet())
                .filteredOn(key -> key.length() > 1)
                .noneMatch(deployment::contains);
    }

    @Test
    void a_service_gives_the_box_its_name() {
        Rendered.assertIs(BoxService.desired(Rendered.config(), LIMITED), "service.yaml");
    }

    @Test
    void a_namespace_is_a_projects() {
        Rendered.assertIs(
                ProjectNamespace.desired(Rendered.config(), Rendered.PROJECT), "namespace.yaml");
    }

    @Test
    void a_binding_gives_the_server_its_rights_there() {
        Rendered.assertIs(
                ProjectNamespace.binding(Rendered.config(), Rendered.PROJECT, "zomg"),
                "rolebinding.yaml");
    }
}
