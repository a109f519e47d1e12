package zomg.usecase.setup;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import zomg.model.box.Box;
import zomg.model.id.Uid;
import zomg.model.volume.Volume;
import zomg.model.volume.VolumeStatus;
import zomg.port.Boxes;
import zomg.port.VolumeStore;
import zomg.port.Volumes;
import zomg.usecase.setup.Finding.Kind;
import zomg.usecase.setup.Reconcile.Diagnosis;
import zomg.usecase.volume.VolumeTurns;

/**
 * Compares the records of data volumes with their disks and with the boxes that own some: an
 * unfinished create is undone, and what was made for a box goes when that box is gone. A volume
 * whose turn somebody has is left to them; one that is owned, and its box there, is its box's.
 */
public final class ReconcileVolumes {

    private static final String UNFINISHED = "left unfinished";

    private final Volumes volumes;
    private final VolumeStore store;
    private final Boxes boxes;
    private final VolumeTurns turns;
    private final InstantSource clock;

    public ReconcileVolumes(
            Volumes volumes,
            VolumeStore store,
            Boxes boxes,
            VolumeTurns turns,
            InstantSource clock) {
        this.volumes = volumes;
        this.store = store;
        this.boxes = boxes;
        this.turns = turns;
        this.clock = clock;
    }

    /**
     * Volumes are read before boxes: the owner of one that was there has been there, so an owner
     * that is not there then is gone.
     *
     * @param disksThere as they were before
     * @param mended what becomes of a diagnosis
     */
    List<Finding> compare(Set<Uid> disksThere, Function<Diagnosis, Finding> mended) {
        List<Volume> all = Volumes.Query.all(volumes).toList();
        Set<Uid> owners = owners(all);
        List<Finding> findings = new ArrayList<>();
        for (Volume volume : all) {
            if (diagnose(volume, disksThere, owners).isPresent()) {
                turns.takeIfFree(
                                volume.ref(),
                                () -> examineNow(volume, disksThere, owners).map(mended))
                        .flatMap(Function.identity())
                        .ifPresent(findings::add);
            }
        }
        return findings;
    }

    private Set<Uid> owners(List<Volume> all) {
        return all.stream().allMatch(Volume::isPublic)
                ? Set.of()
                : Boxes.Query.everything().in(boxes).map(Box::uid).collect(Collectors.toSet());
    }

    private Optional<Diagnosis> examineNow(Volume seen, Set<Uid> disksThere, Set<Uid> owners) {
        return volumes.find(seen.ref())
                .filter(volume -> volume.uid().equals(seen.uid()))
                .flatMap(volume -> diagnose(volume, disksThere, owners));
    }

    private Optional<Diagnosis> diagnose(Volume volume, Set<Uid> disksThere, Set<Uid> owners) {
        boolean owned = !volume.isPublic();
        if (owned && !owners.contains(volume.owner().get())) {
            return Optional.of(
                    new Diagnosis(
                            Finding.of(
                                    volume,
                                    Kind.UNFINISHED,
                                    "the box that it was made for is gone"),
                            UNFINISHED,
                            () -> remove(volume)));
        }
        return switch (volume.status()) {
            case CREATING ->
                    owned
                            ? Optional.empty()
                            : Optional.of(
                                    new Diagnosis(
                                            Finding.of(
                                                    volume,
                                                    Kind.UNFINISHED,
                                                    "its create was cut off"),
                                            UNFINISHED,
                                            () -> remove(volume)));
            case READY, RESTORING -> lost(volume, disksThere);
            case LOST -> Optional.empty();
        };
    }

    /** The record goes first, as of any delete. */
    private void remove(Volume volume) {
        volumes.forget(volume.uid());
        store.delete(volume.uid());
    }

    /** Asked again, because the disk may have been made since. */
    private Optional<Diagnosis> lost(Volume volume, Set<Uid> disksThere) {
        if (disksThere.contains(volume.uid()) || store.list().contains(volume.uid())) {
            return Optional.empty();
        }
        String sentence = "its disk is gone";
        return Optional.of(
                new Diagnosis(
                        Finding.of(volume, Kind.LOST_VOLUME, sentence),
                        sentence,
                        () ->
                                volumes.replace(
                                        volume.withStatus(VolumeStatus.LOST, clock.instant()))));
    }
}
