package zomg.simulation;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import zomg.fixture.Data;
import zomg.memory.InMemoryMachine;
import zomg.model.box.Box;
import zomg.model.box.BoxStatus;
import zomg.model.id.SnapshotName;
import zomg.model.id.Uid;
import zomg.model.id.VolumeRef;
import zomg.model.volume.Attachment;
import zomg.model.volume.Volume;
import zomg.model.volume.VolumeSnapshot;
import zomg.model.volume.VolumeStatus;
import zomg.simulation.Violation.Promise;

/**
 * What clients were told of data volumes and their snapshots. What somebody wants to delete at the
 * same time may be there or not; so may all that nobody was told of.
 */
final class Shelf {

    static final List<VolumeRef> REFS =
            List.of(
                    Data.volume("one", "data"),
                    Data.volume("one", "cache"),
                    Data.volume("two", "data"));

    /** Of a volume: how many deletes have begun, and how many of them are under way. */
    private static final class Deletes {
        private int begun;
        private int underWay;
    }

    private final Map<VolumeRef, Deletes> deletes = new HashMap<>();
    private final Map<Uid, VolumeRef> volumes = new HashMap<>();
    private final Map<Uid, VolumeSnapshot> snapshots = new HashMap<>();
    private final Set<Uid> deleted = new HashSet<>();

    /**
     * @return to be handed back when something was made
     */
    int begin(VolumeRef ref) {
        Deletes own = of(ref);
        return own.underWay == 0 ? own.begun : -1;
    }

    private Deletes of(VolumeRef ref) {
        return deletes.computeIfAbsent(ref, _ -> new Deletes());
    }

    void made(Volume volume, int began) {
        if (of(volume.ref()).begun == began) {
            volumes.put(volume.uid(), volume.ref());
        }
    }

    void taken(VolumeSnapshot snapshot, int began) {
        if (of(snapshot.of()).begun == began) {
            snapshots.put(snapshot.uid(), snapshot);
        }
    }

    /** From now on nothing is known of what is there, or of this snapshot of it. */
    void beginDelete(VolumeRef ref, Optional<SnapshotName> snapshot) {
        Deletes own = of(ref);
        own.begun++;
        own.underWay++;
        if (snapshot.isEmpty()) {
            volumes.values().removeIf(ref::equals);
        }
        snapshots
                .values()
                .removeIf(
                        one ->
                                one.of().equals(ref)
                                        && snapshot.map(one.name()::equals).orElse(true));
    }

    void endDelete(VolumeRef ref, Optional<Uid> uid) {
        of(ref).underWay--;
        uid.ifPresent(deleted::add);
    }

    /** The server is dead: nobody is at work. */
    void die() {
        deletes.values().forEach(own -> own.underWay = 0);
    }

    void check(InMemoryMachine machine, List<Box> boxes) {
        Map<Uid, Volume> recorded = machine.dataVolumes().all();
        Map<Uid, VolumeSnapshot> recordedSnapshots = machine.volumeSnapshots().all();
        same(recorded.keySet(), machine.volumeStore().list(), "data volumes");
        same(recordedSnapshots.keySet(), machine.volumeSnapshotStore().list(), "their snapshots");
        Violation.unless(
                recorded.keySet().containsAll(volumes.keySet())
                        && recordedSnapshots.keySet().containsAll(snapshots.keySet()),
                Promise.P2_NOTHING_ACKNOWLEDGED_IS_LOST,
                "of the data volumes %s and snapshots %s there are only %s and %s",
                volumes,
                snapshots,
                recorded,
                recordedSnapshots);
        Violation.unless(
                deleted.stream()
                        .noneMatch(
                                uid ->
                                        recorded.containsKey(uid)
                                                || recordedSnapshots.containsKey(uid)),
                Promise.P3_NO_ACKNOWLEDGED_DELETE_COMES_BACK,
                "a data volume or snapshot is there again, of %s",
                deleted);
        Violation.unless(
                recorded.values().stream().allMatch(one -> one.is(VolumeStatus.READY))
                        && recordedSnapshots.values().stream()
                                .allMatch(one -> one.is(VolumeStatus.READY)),
                Promise.P4_WHOLLY_THERE_OR_WHOLLY_GONE,
                "%s and %s are not whole",
                recorded,
                recordedSnapshots);
        recorded.values()
                .forEach(
                        one ->
                                Violation.unless(
                                        machine.volumeStore()
                                                .limit(one.uid())
                                                .equals(one.storage()),
                                        Promise.P4_WHOLLY_THERE_OR_WHOLLY_GONE,
                                        "%s has the limit %s",
                                        one,
                                        machine.volumeStore().limit(one.uid())));
        checkOwners(recorded, boxes);
        boxes.forEach(box -> checkMounts(machine, recorded, box));
    }

    private static void same(Set<Uid> expected, Set<Uid> found, String what) {
        Violation.unless(
                found.equals(expected),
                Promise.P1_NO_ORPHANS,
                "%s should be %s and are %s",
                what,
                expected,
                found);
    }

    private static void checkOwners(Map<Uid, Volume> recorded, List<Box> boxes) {
        Set<Uid> owned =
                boxes.stream()
                        .flatMap(box -> box.spec().volumes().all().stream())
                        .filter(Attachment::owned)
                        .map(Attachment::volume)
                        .collect(Collectors.toSet());
        Set<Uid> recordedAsOwned =
                recorded.values().stream()
                        .filter(volume -> !volume.isPublic())
                        .map(Volume::uid)
                        .collect(Collectors.toSet());
        Violation.unless(
                owned.equals(recordedAsOwned),
                Promise.P1_NO_ORPHANS,
                "boxes own the volumes %s, and recorded as owned are %s",
                owned,
                recordedAsOwned);
    }

    private static void checkMounts(InMemoryMachine machine, Map<Uid, Volume> recorded, Box box) {
        Violation.unless(
                box.spec().volumes().all().stream()
                        .allMatch(one -> recorded.containsKey(one.volume())),
                Promise.P2_NOTHING_ACKNOWLEDGED_IS_LOST,
                "%s has volumes that are not there: %s",
                box.ref(),
                box.spec().volumes());
        Violation.unless(
                !box.is(BoxStatus.RUNNING)
                        || machine.engine().mounted(box.uid()).equals(box.spec().volumes()),
                Promise.P2_NOTHING_ACKNOWLEDGED_IS_LOST,
                "%s should have mounted %s and has %s",
                box.ref(),
                box.spec().volumes(),
                machine.engine().mounted(box.uid()));
    }
}
