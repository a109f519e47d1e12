package zomg.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;
import zomg.kubernetes.BoxPlan.Step;
import zomg.kubernetes.Observed.Absent;
import zomg.kubernetes.Observed.Foreign;
import zomg.kubernetes.Observed.Ours;
import zomg.model.box.BoxConfig;

class BoxPlanTest {

    private static final Observed ABSENT = new Absent();
    private static final Observed OURS = new Ours(false);
    private static final Observed LEAVING = new Ours(true);
    private static final Observed FOREIGN = new Foreign("service web");

    @Test
    void what_is_not_there_is_made_in_order() {
        assertThat(BoxPlan.decide(ABSENT, ABSENT, ABSENT))
                .isEqualTo(
                        new BoxPlan.Apply(List.of(Step.NAMESPACE, Step.SERVICE, Step.DEPLOYMENT)));
    }

    @Test
    void a_stopped_box_needs_its_deployment_only() {
        assertThat(BoxPlan.decide(OURS, OURS, OURS))
                .isEqualTo(new BoxPlan.Apply(List.of(Step.DEPLOYMENT)));
    }

    @Test
    void what_is_not_ours_is_never_adopted() {
        BoxPlan refused = new BoxPlan.Refuse("service web");

        assertThat(BoxPlan.decide(FOREIGN, ABSENT, ABSENT)).isEqualTo(refused);
        assertThat(BoxPlan.decide(OURS, FOREIGN, ABSENT)).isEqualTo(refused);
        assertThat(BoxPlan.decide(OURS, OURS, FOREIGN)).isEqualTo(refused);
        assertThat(BoxPlan.decide(LEAVING, FOREIGN, OURS)).isEqualTo(refused);
    }

    @Test
    void what_is_about_to_go_is_waited_for() {
        assertThat(BoxPlan.decide(LEAVING, ABSENT, ABSENT)).isEqualTo(new BoxPlan.Wait());
        assertThat(BoxPlan.decide(OURS, OURS, LEAVING)).isEqualTo(new BoxPlan.Wait());
    }

    @Test
    void ours_has_our_labels_and_those_of_this_instance() {
        Service ours = BoxService.desired(Rendered.config(), Rendered.box(BoxConfig.UNLIMITED));
        Service plain =
                new ServiceBuilder().withNewMetadata().withName("web").endMetadata().build();

        assertThat(Observed.of("ab2c", ours)).isEqualTo(OURS);
        assertThat(Observed.of("zz77", ours)).isEqualTo(FOREIGN);
        assertThat(Observed.of("ab2c", plain)).isEqualTo(FOREIGN);
        assertThat(Observed.of("ab2c", null)).isEqualTo(ABSENT);
    }
}
