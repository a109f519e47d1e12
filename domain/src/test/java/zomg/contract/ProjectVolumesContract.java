package zomg.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static zomg.fixture.BoxFixtures.project;
import static zomg.fixture.BoxFixtures.uid;

import org.junit.jupiter.api.Test;
import zomg.fixture.Crowd;
import zomg.model.id.Uid;
import zomg.model.project.Project;
import zomg.port.ProjectVolumes;

/** What all volumes of projects do. */
public interface ProjectVolumesContract {

    /** None when a test starts, the same ones during a test. */
    ProjectVolumes volumes();

    /** What an engine does before it starts a box of the project. */
    void make(Project project);

    /** Whether a person finds all volumes of the project where they are put aside. */
    boolean areAside(Uid project);

    @Test
    default void volumes_that_an_engine_made_are_listed() {
        Project one = made();
        Project two = made();
        make(one);

        assertThat(volumes().list()).containsExactlyInAnyOrder(one.uid(), two.uid());
    }

    @Test
    default void deleted_volumes_are_gone_and_others_stay() {
        Project gone = made();
        Project stays = made();

        volumes().delete(gone.uid());
        volumes().delete(gone.uid());
        volumes().delete(uid());

        assertThat(volumes().list()).containsExactly(stays.uid());
        assertThat(areAside(gone.uid())).isFalse();
    }

    @Test
    default void volumes_that_are_put_aside_are_none_any_more_and_are_kept() {
        Project aside = made();
        Project stays = made();

        volumes().setAside(aside.uid());
        volumes().setAside(aside.uid());
        volumes().setAside(uid());
        volumes().delete(aside.uid());

        assertThat(volumes().list()).containsExactly(stays.uid());
        assertThat(areAside(aside.uid())).isTrue();
        assertThat(areAside(stays.uid())).isFalse();
    }

    @Test
    default void of_many_that_delete_the_same_volumes_none_fails() throws InterruptedException {
        Project project = made();

        Crowd.Outcome<Boolean> outcome =
                Crowd.of(
                        10,
                        _ -> {
                            volumes().delete(project.uid());
                            return true;
                        });

        assertThat(outcome.failures()).isEmpty();
        assertThat(volumes().list()).isEmpty();
    }

    private Project made() {
        Project project = project("shop");
        make(project);
        return project;
    }
}
