package zomg.usecase.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static zomg.fixture.BoxFixtures.ref;
import static zomg.fixture.BoxFixtures.uid;
import static zomg.fixture.Refusals.assertRefused;

import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.fixture.Crowd;
import zomg.fixture.UseCases;
import zomg.memory.InMemoryMachine;
import zomg.model.box.Box;
import zomg.model.exec.ExecEnd;
import zomg.model.id.ProjectName;
import zomg.model.id.Uid;
import zomg.model.project.Project;
import zomg.usecase.setup.Finding.Kind;

/** The volumes of projects: gone with them, and never before. */
final class ProjectLeftoversTest {

    private static final ProjectName SHOP = new ProjectName("shop");

    private final InMemoryMachine machine = new InMemoryMachine();
    private final UseCases zomg = new UseCases(machine);

    @Test
    void the_volumes_of_a_deleted_project_go_with_it() {
        Uid shop = emptied();

        assertThat(zomg.deleteProject().delete(SHOP)).contains(shop);

        assertThat(machine.volumes().list()).isEmpty();
        assertThat(zomg.reconcile().look()).isEmpty();
    }

    @Test
    void a_project_with_a_box_keeps_its_volumes() {
        Box web = zomg.create(ref("shop", "web"));
        zomg.stopBox().stop(web.ref());

        assertRefused(ErrorCode.PROJECT_NOT_EMPTY, () -> zomg.deleteProject().delete(SHOP));

        assertThat(machine.volumes().list()).containsExactly(projectOf(web).uid());
    }

    @Test
    void a_delete_that_is_cut_off_behind_the_record_is_finished_by_the_next_comparison() {
        Uid shop = emptied();
        machine.volumes().failNextDelete(new IllegalStateException("killed"));
        assertThatThrownBy(() -> zomg.deleteProject().delete(SHOP))
                .isInstanceOf(IllegalStateException.class);
        Finding finding =
                Finding.of(
                        shop, Kind.DELETED_VOLUME, "volumes of a deleted project are still there");

        assertThat(zomg.reconcile().look()).containsExactly(finding);
        assertThat(zomg.reconcile().repair()).containsExactly(finding.done());

        assertThat(machine.volumes().list()).isEmpty();
        assertThat(machine.boxes().forgotten()).isEmpty();
        assertThat(zomg.reconcile().look()).isEmpty();
    }

    /** Or a database that was lost would take everybody's home with it. */
    @Test
    void volumes_that_nobody_deleted_and_no_record_names_are_set_aside() {
        Uid lost = uid();
        machine.volumes().make(lost);

        List<Finding> findings = zomg.reconcile().repair();

        assertThat(findings)
                .containsExactly(
                        Finding.of(
                                        lost,
                                        Kind.ORPHAN_VOLUME,
                                        "no record names the project of these volumes")
                                .done());
        assertThat(machine.volumes().aside()).containsExactly(lost);
        assertThat(machine.volumes().list()).isEmpty();
    }

    @Test
    void a_build_leaves_no_volumes_and_one_that_was_cut_off_none_after_the_next_comparison() {
        machine.processes().playNext("", new ExecEnd.Exited(0));
        zomg.buildBase().build(UseCases.RECIPE, OutputStream.nullOutputStream());
        assertThat(machine.volumes().list()).isEmpty();
        Uid build = uid();
        machine.baseStore().bootstrap(build);
        machine.volumes().make(build);

        assertThat(zomg.reconcile().repair()).hasSize(1).allMatch(Finding::isDone);

        assertThat(machine.volumes().list()).isEmpty();
        assertThat(machine.volumes().aside()).isEmpty();
    }

    /**
     * Some make boxes and delete them, others delete the project: who has a box has its volumes.
     */
    @Test
    void no_box_loses_its_volumes_to_a_delete_of_its_project_at_the_same_moment()
            throws InterruptedException {
        Crowd.Outcome<Optional<Box>> outcome =
                Crowd.of(
                        24,
                        number -> {
                            if (number % 3 != 0) {
                                Box box = zomg.create(ref("shop", "web-" + number));
                                return Optional.of(box);
                            }
                            try {
                                zomg.deleteProject().delete(SHOP);
                            } catch (Refusal inUse) {
                                assertThat(inUse.code()).isEqualTo(ErrorCode.PROJECT_NOT_EMPTY);
                            }
                            return Optional.empty();
                        });

        assertThat(outcome.failures()).isEmpty();
        assertThat(outcome.values().stream().flatMap(Optional::stream)).hasSize(16);
        assertThat(machine.volumes().list())
                .containsExactly(machine.projects().find(SHOP).orElseThrow().uid());
        assertThat(zomg.reconcile().look()).isEmpty();
    }

    private Uid emptied() {
        Box web = zomg.create(ref("shop", "web"));
        Project shop = projectOf(web);
        zomg.deleteBox().delete(web.ref(), true);
        assertThat(machine.volumes().list()).containsExactly(shop.uid());
        return shop.uid();
    }

    private Project projectOf(Box box) {
        return machine.projects().find(box.ref().project()).orElseThrow();
    }
}
