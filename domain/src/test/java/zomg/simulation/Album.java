package zomg.simulation;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import zomg.memory.InMemoryMachine;
import zomg.model.box.Box;
import zomg.model.id.Uid;
import zomg.model.snapshot.Snapshot;
import zomg.model.snapshot.SnapshotState;
import zomg.model.volume.VolumeSnapshot;
import zomg.simulation.Violation.Promise;
import zomg.usecase.snapshot.TakenSnapshot;

/**
 * What clients were told of snapshots of boxes. One is there for as long as its box, unless
 * somebody wanted to delete it; whether it is then, nobody knows before the answer.
 */
final class Album {

    private static final int ALL = 10_000;

    private final Map<Uid, TakenSnapshot> taken = new HashMap<>();
    private final Set<Uid> deleted = new HashSet<>();

    /** How many deletes of this box's snapshots have begun, so that none is expected after one. */
    private final Map<Uid, Integer> deletes = new HashMap<>();

    int begin(Uid box) {
        return deletes.getOrDefault(box, 0);
    }

    void taken(TakenSnapshot told, int began) {
        if (begin(told.snapshot().box()) == began) {
            taken.put(told.snapshot().uid(), told);
        }
    }

    void beginDelete(Uid box) {
        deletes.merge(box, 1, Integer::sum);
        taken.values().removeIf(told -> told.snapshot().box().equals(box));
    }

    void deleted(Uid snapshot) {
        deleted.add(snapshot);
    }

    /** What was taken of a volume goes with the volume, and with the box's. */
    private void checkVolumes(InMemoryMachine machine, Set<Uid> recorded) {
        Map<Uid, VolumeSnapshot> ofVolumes = machine.volumeSnapshots().all();
        Set<Uid> volumes = machine.dataVolumes().all().keySet();
        Violation.unless(
                ofVolumes.values().stream()
                        .flatMap(one -> one.takenWith().stream())
                        .allMatch(recorded::contains),
                Promise.P1_NO_ORPHANS,
                "of the snapshots of boxes %s there are none any more: %s",
                recorded,
                ofVolumes);
        Violation.unless(
                taken.values().stream()
                        .filter(told -> recorded.contains(told.snapshot().uid()))
                        .flatMap(told -> told.volumes().stream())
                        .filter(one -> volumes.contains(one.volume()))
                        .allMatch(one -> one.equals(ofVolumes.get(one.uid()))),
                Promise.P2_NOTHING_ACKNOWLEDGED_IS_LOST,
                "%s were taken, and of volumes there are only %s",
                taken,
                ofVolumes);
    }

    void check(InMemoryMachine machine, Contents contents, List<Box> boxes) {
        Map<Uid, Snapshot> recorded =
                machine.snapshots().page(Optional.empty(), ALL).stream()
                        .collect(Collectors.toMap(Snapshot::uid, Function.identity()));
        Set<Uid> there = boxes.stream().map(Box::uid).collect(Collectors.toSet());
        Violation.unless(
                recorded.keySet().equals(machine.snapshotStore().list()),
                Promise.P1_NO_ORPHANS,
                "kept should be %s and are %s",
                recorded.keySet(),
                machine.snapshotStore().list());
        Violation.unless(
                recorded.values().stream().allMatch(one -> there.contains(one.box())),
                Promise.P1_NO_ORPHANS,
                "snapshots of no box: %s",
                recorded);
        Violation.unless(
                taken.values().stream()
                        .map(TakenSnapshot::snapshot)
                        .filter(one -> there.contains(one.box()))
                        .allMatch(one -> recorded.containsKey(one.uid())),
                Promise.P2_NOTHING_ACKNOWLEDGED_IS_LOST,
                "of the snapshots %s there are only %s",
                taken,
                recorded);
        checkVolumes(machine, recorded.keySet());
        Violation.unless(
                deleted.stream().noneMatch(recorded::containsKey),
                Promise.P3_NO_ACKNOWLEDGED_DELETE_COMES_BACK,
                "of the deleted snapshots %s there are %s",
                deleted,
                recorded);
        Violation.unless(
                recorded.values().stream().allMatch(one -> one.is(SnapshotState.READY)),
                Promise.P4_WHOLLY_THERE_OR_WHOLLY_GONE,
                "%s are not whole",
                recorded);
        Violation.unless(
                recorded.keySet().stream().allMatch(contents::isKept),
                Promise.P7_A_FORK_EQUALS_ITS_SOURCE,
                "one of %s is not what its box was",
                recorded.keySet());
    }
}
