package zomg.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static zomg.fixture.BoxFixtures.NOW;
import static zomg.fixture.BoxFixtures.uid;
import static zomg.fixture.Refusals.assertRefused;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import zomg.error.ErrorCode;
import zomg.fixture.Crowd;
import zomg.fixture.Data;
import zomg.model.id.SnapshotName;
import zomg.model.id.Uid;
import zomg.model.snapshot.Description;
import zomg.model.volume.Volume;
import zomg.model.volume.VolumeSnapshot;
import zomg.model.volume.VolumeStatus;
import zomg.port.Graves;
import zomg.port.VolumeSnapshots;
import zomg.port.Volumes;

/** What all records of volumes' snapshots do. */
public interface VolumeSnapshotsContract {

    /** Empty when a test starts, the same one during a test. */
    VolumeSnapshots volumeSnapshots();

    /** Of the same records. */
    Volumes volumes();

    /** Of the same records. */
    Graves graves();

    @Test
    default void a_snapshot_is_found_as_it_was_added_and_replaced() {
        Volume volume = volumeNamed("a");
        VolumeSnapshot snapshot = of(volume, "v0", 0, "before ' \" % ünï");
        VolumeSnapshot ready = snapshot.withStatus(VolumeStatus.READY);

        volumeSnapshots().add(snapshot);
        assertThat(volumeSnapshots().find(volume.uid(), snapshot.name())).contains(snapshot);
        volumeSnapshots().replace(ready);

        assertThat(volumeSnapshots().find(volume.uid(), snapshot.name())).contains(ready);
        assertThat(volumeSnapshots().find(uid(), snapshot.name())).isEmpty();
        assertThat(volumeSnapshots().find(volume.uid(), new SnapshotName("v1"))).isEmpty();
    }

    @Test
    default void each_volume_has_names_of_its_own() {
        Volume one = volumeNamed("one");
        Volume other = volumeNamed("other");
        volumeSnapshots().add(of(one, "v0", 0, ""));
        volumeSnapshots().add(of(other, "v0", 0, ""));

        assertRefused(ErrorCode.SNAPSHOT_EXISTS, () -> volumeSnapshots().add(of(one, "v0", 1, "")));
        assertThat(volumeSnapshots().list(one.uid())).hasSize(1);
    }

    @Test
    default void of_many_that_take_the_same_name_one_has_it() throws InterruptedException {
        Volume volume = volumeNamed("a");

        Crowd.Outcome<Boolean> outcome =
                Crowd.of(
                        10,
                        number -> {
                            volumeSnapshots().add(of(volume, "v0", number, ""));
                            return true;
                        });

        assertThat(outcome.values()).hasSize(1);
        assertThat(volumeSnapshots().list(volume.uid())).hasSize(1);
    }

    @Test
    default void snapshots_are_listed_as_they_were_taken_and_paged_by_uid() {
        Volume volume = volumeNamed("a");
        VolumeSnapshot second = of(volume, "a", 2, "");
        VolumeSnapshot first = of(volume, "b", 1, "");
        VolumeSnapshot others = of(volumeNamed("b"), "c", 0, "");
        volumeSnapshots().add(second);
        volumeSnapshots().add(first);
        volumeSnapshots().add(others);

        assertThat(volumeSnapshots().list(volume.uid())).containsExactly(first, second);
        assertThat(page(Optional.empty(), 2)).containsExactly(second, first);
        assertThat(page(Optional.of(first.uid()), 2)).containsExactly(others);
        assertThat(VolumeSnapshots.Query.all(volumeSnapshots())).hasSize(3);
    }

    @Test
    default void what_is_not_there_is_not_replaced_and_nothing_is_taken_of_it() {
        Volume never =
                Volume.intended(
                        uid(), Data.volume("never"), Optional.empty(), Optional.empty(), NOW);

        assertRefused(
                ErrorCode.VOLUME_NOT_FOUND, () -> volumeSnapshots().add(of(never, "v0", 0, "")));
        assertRefused(
                ErrorCode.SNAPSHOT_NOT_FOUND,
                () -> volumeSnapshots().replace(of(volumeNamed("a"), "v0", 0, "")));
    }

    @Test
    default void a_forgotten_snapshot_is_in_a_grave() {
        Volume volume = volumeNamed("a");
        VolumeSnapshot snapshot = of(volume, "v0", 0, "");
        volumeSnapshots().add(snapshot);

        volumeSnapshots().forget(snapshot.uid());
        volumeSnapshots().forget(snapshot.uid());
        volumeSnapshots().forget(uid());

        assertThat(volumeSnapshots().list(volume.uid())).isEmpty();
        assertThat(graves().forgotten()).isEqualTo(Set.of(snapshot.uid()));
    }

    @Test
    default void snapshots_go_with_their_volume() {
        Volume volume = volumeNamed("a");
        VolumeSnapshot snapshot = of(volume, "v0", 0, "");
        volumeSnapshots().add(snapshot);

        volumes().forget(volume.uid());

        assertThat(page(Optional.empty(), 9)).isEmpty();
        assertThat(graves().forgotten()).isEqualTo(Set.of(volume.uid(), snapshot.uid()));
    }

    @Test
    default void those_that_were_taken_with_snapshots_of_boxes_are_found() {
        Uid with = uid();
        Uid otherWith = uid();
        VolumeSnapshot later = with(of(volumeNamed("b"), "web-v0", 0, ""), with);
        VolumeSnapshot first = with(of(volumeNamed("a"), "web-v0", 1, ""), otherWith);
        VolumeSnapshot alone = of(volumeNamed("c"), "v0", 0, "");
        volumeSnapshots().add(later);
        volumeSnapshots().add(first);
        volumeSnapshots().add(alone);

        assertThat(volumeSnapshots().takenWith(Set.of(with, otherWith, uid())))
                .containsExactly(first, later);
        assertThat(volumeSnapshots().takenWith(Set.of(with))).containsExactly(later);
        assertThat(volumeSnapshots().takenWith(Set.of(uid()))).isEmpty();
        assertThat(volumeSnapshots().find(later.volume(), later.name())).contains(later);
    }

    private static VolumeSnapshot with(VolumeSnapshot snapshot, Uid boxSnapshot) {
        return new VolumeSnapshot(
                snapshot.uid(),
                snapshot.volume(),
                snapshot.of(),
                snapshot.name(),
                snapshot.description(),
                Optional.of(boxSnapshot),
                snapshot.status(),
                snapshot.createdAt());
    }

    private List<VolumeSnapshot> page(Optional<Uid> after, int limit) {
        return volumeSnapshots().page(new VolumeSnapshots.Query(after, limit));
    }

    private Volume volumeNamed(String name) {
        Volume volume =
                Volume.intended(uid(), Data.volume(name), Optional.empty(), Optional.empty(), NOW);
        volumes().add(volume);
        return volume;
    }

    private static VolumeSnapshot of(Volume volume, String name, int seconds, String description) {
        Uid uid = uid();
        return new VolumeSnapshot(
                uid,
                volume.uid(),
                volume.ref(),
                new SnapshotName(name),
                Optional.of(description).filter(text -> !text.isEmpty()).map(Description::new),
                Optional.empty(),
                VolumeStatus.CREATING,
                NOW.plusSeconds(seconds));
    }
}
