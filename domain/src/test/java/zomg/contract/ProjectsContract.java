package zomg.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import zomg.fixture.Crowd;
import zomg.model.box.Cpus;
import zomg.model.box.Memory;
import zomg.model.id.ProjectName;
import zomg.model.project.Project;
import zomg.model.project.Quota;
import zomg.model.space.Storage;
import zomg.port.Graves;
import zomg.port.Projects;

/** What all project records do. */
public interface ProjectsContract {

    Quota FEW_BOXES =
            new Quota(Optional.of(1), Optional.empty(), Optional.empty(), Optional.empty());

    Quota LAVISH =
            new Quota(
                    Optional.of(0),
                    Optional.of(Cpus.of(7.5)),
                    Optional.of(new Memory(16_384)),
                    Optional.of(new Storage(100)));

    /** Empty when a test starts, the same one during a test. */
    Projects projects();

    /** Of the same records. */
    Graves graves();

    @Test
    default void a_project_is_made_by_its_first_use_and_the_same_ever_after() {
        ProjectName name = new ProjectName("shop");

        Project first = projects().use(name);

        assertThat(first.name()).isEqualTo(name);
        assertThat(projects().use(name)).isEqualTo(first);
        assertThat(projects().find(name)).contains(first);
        assertThat(all()).containsExactly(first);
    }

    @Test
    default void a_project_that_was_never_used_is_not_found() {
        assertThat(projects().find(ProjectName.DEFAULT)).isEmpty();
        assertThat(all()).isEmpty();
    }

    @Test
    default void looking_for_a_project_does_not_make_it() {
        projects().find(ProjectName.DEFAULT);

        assertThat(all()).isEmpty();
    }

    @Test
    default void projects_are_listed_in_the_order_of_their_names() {
        for (String name : new String[] {"b", "a-b", "ab", "1", "a", "p".repeat(58)}) {
            projects().use(new ProjectName(name));
        }

        assertThat(all())
                .extracting(project -> project.name().value())
                .containsExactly("1", "a", "a-b", "ab", "b", "p".repeat(58));
    }

    @Test
    default void many_that_use_a_new_project_at_once_get_one() throws InterruptedException {
        Projects projects = projects();

        Crowd.Outcome<Project> outcome = Crowd.of(50, _ -> projects.use(ProjectName.DEFAULT));

        assertThat(outcome.failures()).isEmpty();
        assertThat(new HashSet<>(outcome.values())).hasSize(1);
        assertThat(all()).containsExactly(outcome.values().getFirst());
    }

    @Test
    default void a_limit_and_a_start_select_one_page_of_projects() {
        for (String name : new String[] {"c", "a", "b"}) {
            projects().use(new ProjectName(name));
        }

        assertThat(names(Optional.empty(), 2)).containsExactly("a", "b");
        assertThat(names(Optional.of(new ProjectName("b")), 2)).containsExactly("c");
        assertThat(names(Optional.of(new ProjectName("aa")), 9)).containsExactly("b", "c");
    }

    private List<String> names(Optional<ProjectName> after, int limit) {
        return projects().list(after, limit).stream().map(one -> one.name().value()).toList();
    }

    private List<Project> all() {
        return projects().list(Optional.empty(), 1_000);
    }

    @Test
    default void a_forgotten_project_is_gone_and_its_next_use_makes_another_one() {
        Project first = projects().use(ProjectName.DEFAULT);

        assertThat(projects().forget(ProjectName.DEFAULT)).contains(first);
        assertThat(projects().forget(ProjectName.DEFAULT)).isEmpty();

        assertThat(graves().forgotten()).containsExactly(first.uid());
        assertThat(projects().find(ProjectName.DEFAULT)).isEmpty();
        assertThat(projects().use(ProjectName.DEFAULT).uid()).isNotEqualTo(first.uid());
    }

    @Test
    default void a_quota_is_kept_and_replaced_as_a_whole() {
        Project made = projects().limit(ProjectName.DEFAULT, LAVISH);
        Project fewer = projects().limit(ProjectName.DEFAULT, FEW_BOXES);

        assertThat(made.quota()).isEqualTo(LAVISH);
        assertThat(fewer).isEqualTo(made.withQuota(FEW_BOXES));
        assertThat(projects().find(ProjectName.DEFAULT)).contains(fewer);
        assertThat(projects().use(ProjectName.DEFAULT)).isEqualTo(fewer);
        assertThat(all()).containsExactly(fewer);
    }

    @Test
    default void a_quota_goes_with_its_project() {
        projects().limit(ProjectName.DEFAULT, FEW_BOXES);
        projects().forget(ProjectName.DEFAULT);

        assertThat(projects().use(ProjectName.DEFAULT).quota()).isEqualTo(Quota.NONE);
    }
}
