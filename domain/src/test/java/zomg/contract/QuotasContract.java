package zomg.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static zomg.fixture.BoxFixtures.NOW;
import static zomg.fixture.BoxFixtures.named;
import static zomg.fixture.BoxFixtures.plain;
import static zomg.fixture.BoxFixtures.ref;
import static zomg.fixture.BoxFixtures.web;
import static zomg.fixture.Refusals.assertRefused;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.fixture.BoxFixtures;
import zomg.fixture.Crowd;
import zomg.model.box.Box;
import zomg.model.box.BoxConfig;
import zomg.model.box.BoxSpec;
import zomg.model.box.BoxStatus;
import zomg.model.box.Cpus;
import zomg.model.box.Memory;
import zomg.model.id.ProjectName;
import zomg.model.project.Project;
import zomg.model.project.Quota;
import zomg.model.project.Usage;
import zomg.model.space.Storage;
import zomg.port.Boxes;
import zomg.port.Projects;

/** How the records of projects and of boxes hold together. */
public interface QuotasContract {

    int CROWD = 50;

    BoxConfig SMALL =
            new BoxConfig(
                    Optional.of(Cpus.of(0.5)),
                    Optional.of(new Memory(512)),
                    Optional.of(new Storage(1)));

    BoxConfig LARGE =
            new BoxConfig(
                    Optional.of(Cpus.of(2)),
                    Optional.of(new Memory(2_048)),
                    Optional.of(new Storage(4)));

    /** Room for one that is large. */
    Quota ONE_LARGE = new Quota(Optional.empty(), LARGE.cpus(), LARGE.memory(), LARGE.storage());

    /** Empty when a test starts, the same one during a test. */
    Boxes boxes();

    /** The projects of these boxes. */
    Projects projects();

    @Test
    default void a_project_with_a_box_is_not_forgotten() {
        Project project = projects().use(ProjectName.DEFAULT);
        Box box = boxes().add(web());

        assertRefused(ErrorCode.PROJECT_NOT_EMPTY, () -> projects().forget(ProjectName.DEFAULT));

        assertThat(projects().find(ProjectName.DEFAULT)).contains(project);
        boxes().forget(box.uid());
        assertThat(projects().forget(ProjectName.DEFAULT)).contains(project);
    }

    @Test
    default void usage_is_the_number_of_boxes_and_the_sums_of_their_limits() {
        boxes().add(limited("a", SMALL));
        boxes().add(limited("b", LARGE));
        boxes().add(named("c"));
        boxes().add(BoxFixtures.in("other", "a"));
        ProjectName other = new ProjectName("other");
        ProjectName none = new ProjectName("none");

        assertThat(boxes().usage(Set.of(ProjectName.DEFAULT, other, none)))
                .containsEntry(ProjectName.DEFAULT, new Usage(3, 2_500, 2_560, 5))
                .containsEntry(other, new Usage(1, 0, 0, 0))
                .satisfies(
                        usage ->
                                assertThat(usage.getOrDefault(none, Usage.NONE))
                                        .isEqualTo(Usage.NONE));
        assertThat(boxes().usage(Set.of())).isEmpty();
    }

    @Test
    default void boxes_beyond_the_quota_are_refused_with_what_is_used() {
        limit(boxes(2));
        Box first = boxes().add(named("a"));
        boxes().add(named("b"));

        Refusal refusal = assertRefused(ErrorCode.QUOTA_EXCEEDED, () -> boxes().add(named("c")));

        assertThat(refusal).hasMessageContaining("it may have 2 boxes and has 2");
        boxes().add(BoxFixtures.in("other", "c"));
        boxes().forget(first.uid());
        boxes().add(named("c"));
    }

    /** A stopped box comes back without asking: what it has is kept for it. */
    @Test
    default void a_box_counts_whatever_its_status_is() {
        limit(boxes(1));
        Box box = boxes().add(web());
        for (BoxStatus status : BoxStatus.values()) {
            box = boxes().replace(box.withStatus(status, NOW));

            assertRefused(ErrorCode.QUOTA_EXCEEDED, () -> boxes().add(named("other")));
        }
    }

    @Test
    default void limits_that_do_not_fit_are_refused_together() {
        limit(ONE_LARGE);
        boxes().add(limited("a", SMALL));

        Refusal refusal =
                assertRefused(ErrorCode.QUOTA_EXCEEDED, () -> boxes().add(limited("b", LARGE)));

        assertThat(refusal)
                .hasMessageContaining("2 of cpus, of which others take 0.5, and 2 was asked for")
                .hasMessageContaining("2048 MiB of memory")
                .hasMessageContaining("4 GiB of storage");
        boxes().add(limited("b", SMALL));
    }

    @Test
    default void where_there_is_a_quota_a_box_needs_a_limit() {
        limit(ONE_LARGE);

        Refusal refusal = assertRefused(ErrorCode.QUOTA_EXCEEDED, () -> boxes().add(web()));

        assertThat(refusal)
                .hasMessageContaining("its boxes need a limit on cpus; give one")
                .hasMessageContaining("memory")
                .hasMessageContaining("storage");
    }

    @Test
    default void a_box_grows_within_the_quota_only() {
        limit(ONE_LARGE);
        Box one = boxes().add(limited("a", SMALL));
        boxes().add(limited("b", SMALL));

        assertRefused(
                ErrorCode.QUOTA_EXCEEDED, () -> boxes().replace(one.withSpec(with(LARGE), NOW)));

        assertThat(boxes().find(one.ref())).contains(one);
    }

    @Test
    default void below_its_use_a_quota_takes_nothing_away_and_lets_nothing_grow() {
        Box large = boxes().add(limited("a", LARGE));
        Box bare = boxes().add(named("b"));
        limit(new Quota(Optional.of(1), SMALL.cpus(), SMALL.memory(), SMALL.storage()));

        Box stopped = boxes().replace(large.withStatus(BoxStatus.STOPPED, NOW));
        boxes().replace(bare.withStatus(BoxStatus.STOPPED, NOW));
        boxes().replace(stopped.withSpec(with(SMALL), NOW));

        assertRefused(ErrorCode.QUOTA_EXCEEDED, () -> boxes().add(limited("c", SMALL)));
    }

    @Test
    default void many_that_add_at_once_fill_the_quota_exactly() throws InterruptedException {
        limit(boxes(10));
        Boxes boxes = boxes();

        Crowd.Outcome<Box> outcome = Crowd.of(CROWD, number -> boxes.add(named("box-" + number)));

        assertThat(outcome.values()).hasSize(10);
        assertThat(outcome.failures())
                .hasSize(CROWD - 10)
                .allSatisfy(
                        failure ->
                                assertThat(failure)
                                        .isInstanceOfSatisfying(
                                                Refusal.class,
                                                no ->
                                                        assertThat(no.code())
                                                                .isEqualTo(
                                                                        ErrorCode.QUOTA_EXCEEDED)));
    }

    /** Whoever comes first: there is never a project that was forgotten with a box in it. */
    @Test
    default void forgetting_and_adding_at_once_leave_no_box_without_its_project()
            throws InterruptedException {
        Boxes boxes = boxes();
        Projects projects = projects();
        projects.limit(ProjectName.DEFAULT, boxes(CROWD));

        Crowd.of(
                CROWD,
                number ->
                        number % 2 == 0
                                ? projects.forget(ProjectName.DEFAULT)
                                : made(boxes, projects, "box-" + number));

        assertThat(projects.find(ProjectName.DEFAULT)).isPresent();
        assertRefused(ErrorCode.PROJECT_NOT_EMPTY, () -> projects.forget(ProjectName.DEFAULT));
    }

    /** As a box is made: its record first, its project then. */
    private static Optional<Project> made(Boxes boxes, Projects projects, String name) {
        boxes.add(named(name));
        return Optional.of(projects.use(ProjectName.DEFAULT));
    }

    private void limit(Quota quota) {
        projects().limit(ProjectName.DEFAULT, quota);
    }

    private static Quota boxes(int number) {
        return new Quota(Optional.of(number), Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static Box limited(String name, BoxConfig config) {
        return BoxFixtures.of(ref(name), with(config));
    }

    private static BoxSpec with(BoxConfig config) {
        BoxSpec plain = plain();
        return new BoxSpec(
                plain.base(),
                config,
                plain.environment(),
                plain.tags(),
                plain.port(),
                plain.grace(),
                plain.isolation(),
                plain.volumes());
    }
}
