package zomg.db;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.Optional;
import zomg.model.id.ProjectName;
import zomg.model.id.Uid;
import zomg.model.id.VolumeName;
import zomg.model.id.VolumeRef;
import zomg.model.space.Storage;
import zomg.model.volume.Volume;
import zomg.model.volume.VolumeStatus;

@Entity
@Table(name = "volumes")
class VolumeRow {

    @Id private String uid;

    private String project;
    private String name;

    /** The uid of a box. */
    private String owner;

    @Enumerated(EnumType.STRING)
    private VolumeStatus status;

    private String origin;

    /** In GiB; null if it has no limit. */
    private Integer storage;

    @Column(name = "created_at")
    private long createdAt;

    @Column(name = "updated_at")
    private long updatedAt;

    static VolumeRow of(Volume volume) {
        VolumeRow row = new VolumeRow();
        row.uid = volume.uid().value();
        row.project = volume.ref().project().value();
        row.name = volume.ref().name().value();
        row.owner = volume.owner().map(Uid::value).orElse(null);
        row.origin = volume.origin().orElse(null);
        row.createdAt = Nanoseconds.of(volume.createdAt());
        row.take(volume);
        return row;
    }

    /** Takes over what of a volume may change. */
    void take(Volume volume) {
        status = volume.status();
        storage = volume.storage().map(Storage::gibibytes).orElse(null);
        updatedAt = Nanoseconds.of(volume.updatedAt());
    }

    Volume toVolume() {
        return new Volume(
                new Uid(uid),
                new VolumeRef(new ProjectName(project), new VolumeName(name)),
                Optional.ofNullable(owner).map(Uid::new),
                status,
                Optional.ofNullable(origin),
                Optional.ofNullable(storage).map(Storage::new),
                Nanoseconds.instant(createdAt),
                Nanoseconds.instant(updatedAt));
    }
}
