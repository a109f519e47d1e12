package zomg.db;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.Optional;
import zomg.model.id.SnapshotName;
import zomg.model.id.Uid;
import zomg.model.id.VolumeRef;
import zomg.model.snapshot.Description;
import zomg.model.volume.VolumeSnapshot;
import zomg.model.volume.VolumeStatus;

@Entity
@Table(name = "volume_snapshots")
class VolumeSnapshotRow {

    @Id private String uid;

    /** The uid of a volume. */
    private String volume;

    private String name;
    private String description;

    /** The uid of a snapshot of a box. */
    @Column(name = "taken_with")
    private String takenWith;

    @Enumerated(EnumType.STRING)
    private VolumeStatus status;

    @Column(name = "created_at")
    private long createdAt;

    static VolumeSnapshotRow of(VolumeSnapshot snapshot) {
        VolumeSnapshotRow row = new VolumeSnapshotRow();
        row.uid = snapshot.uid().value();
        row.volume = snapshot.volume().value();
        row.name = snapshot.name().value();
        row.description = snapshot.description().map(Description::text).orElse(null);
        row.takenWith = snapshot.takenWith().map(Uid::value).orElse(null);
        row.createdAt = Nanoseconds.of(snapshot.createdAt());
        row.take(snapshot);
        return row;
    }

    /** Takes over what of a snapshot may change. */
    void take(VolumeSnapshot snapshot) {
        status = snapshot.status();
    }

    String uid() {
        return uid;
    }

    /**
     * @param of what its volume is called
     */
    VolumeSnapshot toSnapshot(VolumeRef of) {
        return new VolumeSnapshot(
                new Uid(uid),
                new Uid(volume),
                of,
                new SnapshotName(name),
                Optional.ofNullable(description).map(Description::new),
                Optional.ofNullable(takenWith).map(Uid::new),
                status,
                Nanoseconds.instant(createdAt));
    }
}
