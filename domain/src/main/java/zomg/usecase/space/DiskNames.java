package zomg.usecase.space;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import zomg.model.base.Base;
import zomg.model.box.Box;
import zomg.model.id.Uid;
import zomg.model.snapshot.Snapshot;
import zomg.model.space.Disk;
import zomg.model.volume.Volume;
import zomg.model.volume.VolumeSnapshot;
import zomg.port.Bases;
import zomg.port.Boxes;
import zomg.port.Snapshots;
import zomg.port.VolumeSnapshots;
import zomg.port.Volumes;
import zomg.usecase.base.ListBases;
import zomg.usecase.snapshot.FindSnapshot;

/** What people call disks. */
public final class DiskNames {

    private final Boxes boxes;
    private final Snapshots snapshots;
    private final Bases bases;
    private final Volumes volumes;
    private final VolumeSnapshots volumeSnapshots;

    public DiskNames(
            Boxes boxes,
            Snapshots snapshots,
            Bases bases,
            Volumes volumes,
            VolumeSnapshots volumeSnapshots) {
        this.boxes = boxes;
        this.snapshots = snapshots;
        this.bases = bases;
        this.volumes = volumes;
        this.volumeSnapshots = volumeSnapshots;
    }

    /** Of those that have a record. A copy that was made for a box is called by its own name. */
    Map<Disk, String> of(Set<Disk> disks) {
        Map<Disk, String> names = new HashMap<>();
        Set<Disk.Kind> kinds = new HashSet<>();
        disks.forEach(disk -> kinds.add(disk.kind()));
        for (Disk.Kind kind : kinds) {
            try (Stream<Map.Entry<Uid, String>> records = records(kind)) {
                records.forEach(
                        one -> {
                            Disk disk = new Disk(kind, one.getKey());
                            if (disks.contains(disk)) {
                                names.put(disk, one.getValue());
                            }
                        });
            }
        }
        return names;
    }

    private Stream<Map.Entry<Uid, String>> records(Disk.Kind kind) {
        return switch (kind) {
            case BOX -> Boxes.Query.everything().in(boxes).map(DiskNames::name);
            case SNAPSHOT -> FindSnapshot.all(snapshots).map(DiskNames::name);
            case BASE -> new ListBases(bases).all().map(DiskNames::name);
            case VOLUME -> Volumes.Query.all(volumes).map(DiskNames::name);
            case VOLUME_SNAPSHOT -> VolumeSnapshots.Query.all(volumeSnapshots).map(DiskNames::name);
        };
    }

    private static Map.Entry<Uid, String> name(Box box) {
        return Map.entry(box.uid(), box.ref().toString());
    }

    private static Map.Entry<Uid, String> name(Snapshot snapshot) {
        return Map.entry(snapshot.uid(), snapshot.ref() + "@" + snapshot.name());
    }

    private static Map.Entry<Uid, String> name(Base base) {
        return Map.entry(base.uid(), base.reference().toString());
    }

    private static Map.Entry<Uid, String> name(Volume volume) {
        return Map.entry(volume.uid(), volume.ref().toString());
    }

    private static Map.Entry<Uid, String> name(VolumeSnapshot snapshot) {
        return Map.entry(snapshot.uid(), snapshot.of() + "@" + snapshot.name());
    }
}
