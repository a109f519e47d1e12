package zomg.usecase.project;

import static org.assertj.core.api.Assertions.assertThat;
import static zomg.fixture.BoxFixtures.ref;
import static zomg.fixture.Refusals.assertInvalid;
import static zomg.fixture.Refusals.assertRefused;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import zomg.error.ErrorCode;
import zomg.fixture.UseCases;
import zomg.memory.InMemoryMachine;
import zomg.model.box.Memory;
import zomg.model.id.ProjectName;
import zomg.model.project.Project;
import zomg.model.project.Quota;

/** Projects with quotas, from their first box to their end. */
final class QuotaTest {

    private static final ProjectName SHOP = new ProjectName("shop");
    private static final Quota ONE_BOX =
            new Quota(Optional.of(1), Optional.empty(), Optional.empty(), Optional.empty());

    private final InMemoryMachine machine = new InMemoryMachine();
    private final UseCases zomg = new UseCases(machine);

    @Test
    void a_box_that_is_refused_leaves_nothing() {
        zomg.updateProject().update(SHOP, ONE_BOX);
        zomg.create(ref("shop", "a"));

        assertRefused(ErrorCode.QUOTA_EXCEEDED, () -> zomg.create(ref("shop", "b")));

        assertThat(machine.roots().list()).hasSize(1);
        assertThat(zomg.listProjects().show(SHOP).usage().boxes()).isEqualTo(1);
    }

    @Test
    void a_fork_inherits_its_limits_and_counts_as_a_box() {
        zomg.create(ref("shop", "a"));
        zomg.updateProject().update(SHOP, ONE_BOX);

        assertRefused(ErrorCode.QUOTA_EXCEEDED, () -> zomg.fork(ref("shop", "b"), "a"));
    }

    @Test
    void an_update_beyond_the_quota_changes_nothing() {
        zomg.create(ref("shop", "a"));
        zomg.updateProject()
                .update(
                        SHOP,
                        new Quota(
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of(new Memory(512)),
                                Optional.empty()));

        assertRefused(
                ErrorCode.QUOTA_EXCEEDED,
                () -> zomg.update(ref("shop", "a"), Map.of("MEMORY", "1G")));

        zomg.update(ref("shop", "a"), Map.of("MEMORY", "512M"));
        assertThat(zomg.listProjects().show(SHOP).usage().memory()).isEqualTo(512);
    }

    @Test
    void a_deleted_project_comes_back_by_its_next_box_as_another_one_without_a_quota() {
        Project first = zomg.updateProject().update(SHOP, ONE_BOX).project();
        zomg.create(ref("shop", "a"));
        assertRefused(ErrorCode.PROJECT_NOT_EMPTY, () -> zomg.deleteProject().delete(SHOP));
        zomg.deleteBox().delete(ref("shop", "a"), true);

        assertThat(zomg.deleteProject().delete(SHOP)).contains(first.uid());
        assertThat(zomg.deleteProject().delete(SHOP)).isEmpty();

        zomg.create(ref("shop", "a"));
        Project second = zomg.listProjects().show(SHOP).project();
        assertThat(second.uid()).isNotEqualTo(first.uid());
        assertThat(second.quota()).isEqualTo(Quota.NONE);
    }

    @Test
    void a_page_of_projects_has_from_1_to_1000() {
        assertInvalid(
                ErrorCode.INVALID_REQUEST,
                () -> zomg.listProjects().list(Optional.empty(), 0),
                "max_results");
    }
}
