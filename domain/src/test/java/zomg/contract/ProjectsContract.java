package zomg.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import org.junit.jupiter.api.Test;
import zomg.fixture.Crowd;
import zomg.model.id.ProjectName;
import zomg.model.project.Project;
import zomg.port.Projects;

/** What all project records do. */
public interface ProjectsContract {

    /** Empty when a test starts, the same one during a test. */
    Projects projects();

    @Test
    default void a_project_is_made_by_its_first_use_and_the_same_ever_after() {
        ProjectName name = new ProjectName("shop");

        Project first = projects().use(name);

        assertThat(first.name()).isEqualTo(name);
        assertThat(projects().use(name)).isEqualTo(first);
        assertThat(projects().find(name)).contains(first);
        assertThat(projects().list()).containsExactly(first);
    }

    @Test
    default void a_project_that_was_never_used_is_not_found() {
        assertThat(projects().find(ProjectName.DEFAULT)).isEmpty();
        assertThat(projects().list()).isEmpty();
    }

    @Test
    default void looking_for_a_project_does_not_make_it() {
        projects().find(ProjectName.DEFAULT);

        assertThat(projects().list()).isEmpty();
    }

    @Test
    default void projects_are_listed_in_the_order_of_their_names() {
        for (String name : new String[] {"b", "a-b", "ab", "1", "a", "p".repeat(58)}) {
            projects().use(new ProjectName(name));
        }

        assertThat(projects().list())
                .extracting(project -> project.name().value())
                .containsExactly("1", "a", "a-b", "ab", "b", "p".repeat(58));
    }

    @Test
    default void many_that_use_a_new_project_at_once_get_one() throws InterruptedException {
        Projects projects = projects();

        Crowd.Outcome<Project> outcome = Crowd.of(50, _ -> projects.use(ProjectName.DEFAULT));

        assertThat(outcome.failures()).isEmpty();
        assertThat(new HashSet<>(outcome.values())).hasSize(1);
        assertThat(projects.list()).containsExactly(outcome.values().getFirst());
    }
}
