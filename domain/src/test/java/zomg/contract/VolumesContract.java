package zomg.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static zomg.fixture.BoxFixtures.NOW;
import static zomg.fixture.BoxFixtures.plain;
import static zomg.fixture.BoxFixtures.ref;
import static zomg.fixture.BoxFixtures.uid;
import static zomg.fixture.Refusals.assertRefused;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import zomg.error.ErrorCode;
import zomg.fixture.BoxFixtures;
import zomg.fixture.Crowd;
import zomg.model.box.Box;
import zomg.model.box.BoxStatus;
import zomg.model.id.ProjectName;
import zomg.model.id.Uid;
import zomg.model.id.VolumeName;
import zomg.model.id.VolumeRef;
import zomg.model.space.Storage;
import zomg.model.volume.Attachment;
import zomg.model.volume.Attachments;
import zomg.model.volume.DataMount;
import zomg.model.volume.MountPath;
import zomg.model.volume.Volume;
import zomg.model.volume.VolumeStatus;
import zomg.port.Boxes;
import zomg.port.Graves;
import zomg.port.Projects;
import zomg.port.Volumes;

/** What all records of data volumes do. */
public interface VolumesContract {

    /** Empty when a test starts, the same one during a test. */
    Volumes volumes();

    /** Of the same records. */
    Boxes boxes();

    /** Of the same records. */
    Graves graves();

    /** Of the same records. */
    Projects projects();

    @Test
    default void a_volume_is_found_as_it_was_added() {
        Volume volume =
                Volume.intended(
                        uid(),
                        volumeRef("shop", "a-1"),
                        Optional.empty(),
                        Optional.of("copy of b"),
                        NOW);

        volumes().add(volume);

        assertThat(volumes().find(volume.ref())).contains(volume);
        assertThat(volumes().find(volumeRef("default", "a-1"))).isEmpty();
    }

    @Test
    default void a_limit_is_kept_raised_and_lifted() {
        Volume limited = volume("shop", "a").withStorage(Optional.of(new Storage(3)), NOW);
        volumes().add(limited);
        assertThat(volumes().find(limited.ref())).contains(limited);
        Volume raised = limited.withStorage(Optional.of(new Storage(1024 * 1024)), NOW);

        volumes().replace(raised);
        assertThat(volumes().find(limited.ref())).contains(raised);

        volumes().replace(raised.withStorage(Optional.empty(), NOW));
        assertThat(volumes().find(limited.ref()).orElseThrow().storage()).isEmpty();
    }

    @Test
    default void a_name_is_taken_once_in_a_project() {
        volumes().add(volume("shop", "a"));
        volumes().add(volume("other", "a"));

        assertRefused(ErrorCode.VOLUME_EXISTS, () -> volumes().add(volume("shop", "a")));
    }

    @Test
    default void of_many_that_take_a_name_at_once_one_has_it() throws InterruptedException {
        Crowd.Outcome<Volume> outcome =
                Crowd.of(
                        20,
                        _ -> {
                            Volume volume = volume("shop", "a");
                            volumes().add(volume);
                            return volume;
                        });

        assertThat(outcome.values()).hasSize(1);
        assertThat(volumes().find(volumeRef("shop", "a"))).contains(outcome.values().getFirst());
    }

    @Test
    default void volumes_are_listed_in_the_order_of_their_refs_page_by_page() {
        for (String name : new String[] {"b", "a-b", "ab", "1", "v".repeat(63)}) {
            volumes().add(volume("shop", name));
        }
        volumes().add(volume("a", "z"));
        volumes()
                .add(
                        Volume.intended(
                                uid(),
                                volumeRef("shop", "own"),
                                Optional.of(uid()),
                                Optional.empty(),
                                NOW));

        assertThat(names(Optional.empty(), false, Optional.empty(), 9))
                .containsExactly("z", "1", "a-b", "ab", "b", "v".repeat(63));
        assertThat(names(Optional.of("shop"), false, Optional.empty(), 2))
                .containsExactly("1", "a-b");
        assertThat(names(Optional.of("shop"), true, Optional.of(volumeRef("shop", "ab")), 9))
                .containsExactly("b", "own", "v".repeat(63));
        assertThat(names(Optional.empty(), false, Optional.of(volumeRef("a", "z")), 2))
                .containsExactly("1", "a-b");
        assertThat(Volumes.Query.all(volumes())).hasSize(7);
    }

    @Test
    default void a_replaced_record_has_its_new_status() {
        Volume volume = added("shop", "a");
        Volume ready = volume.withStatus(VolumeStatus.READY, NOW.plusSeconds(1));

        volumes().replace(ready);

        assertThat(volumes().find(volume.ref())).contains(ready);
        assertRefused(ErrorCode.VOLUME_NOT_FOUND, () -> volumes().replace(volume("shop", "other")));
    }

    @Test
    default void a_forgotten_volume_is_in_a_grave_and_its_name_is_free() {
        Volume volume = added("shop", "a");

        volumes().forget(volume.uid());
        volumes().forget(volume.uid());
        volumes().forget(uid());

        assertThat(volumes().find(volume.ref())).isEmpty();
        assertThat(graves().forgotten()).isEqualTo(Set.of(volume.uid()));
        volumes().add(volume("shop", "a"));
    }

    @Test
    default void a_volume_that_a_box_has_is_not_forgotten_running_or_not() {
        Volume volume = added("shop", "a");
        Box box = boxes().add(boxWith("web", volume, "/data"));
        boxes().replace(box.withStatus(BoxStatus.STOPPED, NOW));

        assertRefused(ErrorCode.VOLUME_IN_USE, () -> volumes().forget(volume.uid()));

        boxes().forget(box.uid());
        volumes().forget(volume.uid());
        assertThat(volumes().find(volume.ref())).isEmpty();
    }

    @Test
    default void a_box_is_found_by_the_volumes_it_has_and_by_no_others() {
        Volume one = added("shop", "one");
        Volume other = added("shop", "other");
        Box box = boxes().add(boxWith("web", one, "/srv/ and " + other.uid() + " /x"));
        Box second = boxes().add(boxWith("api", one, "/data"));

        assertThat(volumes().boxesWith(one.uid())).containsExactly(second, box);
        assertThat(volumes().boxesWith(other.uid())).isEmpty();
        assertThat(boxes().find(box.ref())).contains(box);
    }

    @Test
    default void no_box_is_recorded_with_a_volume_that_is_not_there() {
        Volume never = volume("shop", "never");
        Volume owned =
                Volume.intended(
                        uid(), volumeRef("shop", "own"), Optional.of(uid()), Optional.empty(), NOW);
        volumes().add(owned);
        Box box = boxes().add(BoxFixtures.in("shop", "web"));

        assertRefused(
                ErrorCode.VOLUME_NOT_FOUND, () -> boxes().add(boxWith("api", never, "/data")));
        assertRefused(
                ErrorCode.VOLUME_NOT_FOUND, () -> boxes().add(boxWith("api", owned, "/data")));
        assertRefused(
                ErrorCode.VOLUME_NOT_FOUND,
                () -> boxes().replace(box.withSpec(boxWith("web", never, "/data").spec(), NOW)));
        assertThat(boxes().find(box.ref())).contains(box);
    }

    @Test
    default void a_box_is_recorded_with_what_will_be_made_for_it() {
        Uid volume = uid();
        Box box =
                BoxFixtures.of(
                        ref("shop", "web"),
                        plain().withVolumes(
                                        new Attachments(
                                                List.of(
                                                        new Attachment(
                                                                volume,
                                                                mount(
                                                                        "box-web-0123456789ab",
                                                                        "/d",
                                                                        true),
                                                                true)))));

        Box stored = boxes().add(box);
        volumes()
                .add(
                        Volume.intended(
                                volume,
                                volumeRef("shop", "box-web-0123456789ab"),
                                Optional.of(box.uid()),
                                Optional.empty(),
                                NOW));

        assertThat(boxes().find(box.ref())).contains(stored);
        assertThat(stored.spec()).isEqualTo(box.spec());
        assertThat(volumes().ownedBy(box.uid())).extracting(Volume::uid).containsExactly(volume);
        assertThat(volumes().ownedBy(uid())).isEmpty();
    }

    @Test
    default void one_of_a_delete_and_a_box_that_wants_the_volume_comes_first()
            throws InterruptedException {
        for (int round = 0; round < 10; round++) {
            Volume volume = added("shop", "v" + round);
            String name = "web" + round;

            Crowd.Outcome<Boolean> outcome =
                    Crowd.of(
                            2,
                            number -> {
                                if (number == 0) {
                                    volumes().forget(volume.uid());
                                } else {
                                    boxes().add(boxWith(name, volume, "/data"));
                                }
                                return true;
                            });

            assertThat(outcome.values()).hasSize(1);
            assertThat(boxes().find(ref("shop", name)).isPresent())
                    .isEqualTo(volumes().find(volume.ref()).isPresent());
        }
    }

    @Test
    default void a_project_with_a_volume_is_not_empty() {
        projects().use(new ProjectName("shop"));
        Volume volume = added("shop", "a");

        assertRefused(
                ErrorCode.PROJECT_NOT_EMPTY, () -> projects().forget(new ProjectName("shop")));

        volumes().forget(volume.uid());
        assertThat(projects().forget(new ProjectName("shop"))).isPresent();
    }

    private Volume added(String project, String name) {
        Volume volume = volume(project, name);
        volumes().add(volume);
        return volume;
    }

    private static Volume volume(String project, String name) {
        return Volume.intended(
                uid(), volumeRef(project, name), Optional.empty(), Optional.empty(), NOW);
    }

    private static VolumeRef volumeRef(String project, String name) {
        return new VolumeRef(new ProjectName(project), new VolumeName(name));
    }

    private static Box boxWith(String name, Volume volume, String path) {
        return BoxFixtures.of(
                ref("shop", name),
                plain().withVolumes(
                                new Attachments(
                                        List.of(
                                                new Attachment(
                                                        volume.uid(),
                                                        mount(
                                                                volume.ref().name().value(),
                                                                path,
                                                                false),
                                                        false)))));
    }

    private static DataMount mount(String name, String path, boolean readOnly) {
        return new DataMount(new VolumeName(name), new MountPath(path), readOnly);
    }

    private Stream<String> names(
            Optional<String> project, boolean owned, Optional<VolumeRef> after, int limit) {
        return volumes()
                .list(new Volumes.Query(project.map(ProjectName::new), owned, after, limit))
                .stream()
                .map(volume -> volume.ref().name().value());
    }
}
