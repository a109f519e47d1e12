package zomg.db;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.Optional;
import java.util.OptionalLong;
import zomg.model.id.BoxName;
import zomg.model.id.BoxRef;
import zomg.model.id.ProjectName;
import zomg.model.id.SnapshotName;
import zomg.model.id.Uid;
import zomg.model.snapshot.Description;
import zomg.model.snapshot.Snapshot;
import zomg.model.snapshot.SnapshotState;

@Entity
@Table(name = "snapshots")
class SnapshotRow {

    @Id private String uid;

    private String box;
    private String project;

    @Column(name = "box_name")
    private String boxName;

    private String name;
    private String description;

    @Enumerated(EnumType.STRING)
    private SnapshotState state;

    private boolean safety;
    private Long bytes;

    @Column(name = "frozen_millis")
    private long frozenMillis;

    @Column(name = "created_at")
    private long createdAt;

    @Column(name = "restored_at")
    private Long restoredAt;

    static SnapshotRow of(Snapshot snapshot) {
        SnapshotRow row = new SnapshotRow();
        row.uid = snapshot.uid().value();
        row.box = snapshot.box().value();
        row.project = snapshot.ref().project().value();
        row.boxName = snapshot.ref().name().value();
        row.name = snapshot.name().value();
        row.description = snapshot.description().text();
        row.safety = snapshot.safety();
        row.createdAt = Nanoseconds.of(snapshot.createdAt());
        row.take(snapshot);
        return row;
    }

    /** Takes over what of a snapshot may change. */
    void take(Snapshot snapshot) {
        state = snapshot.state();
        bytes = snapshot.bytes().isPresent() ? snapshot.bytes().getAsLong() : null;
        frozenMillis = snapshot.frozenMillis();
        restoredAt = snapshot.restoredAt().map(Nanoseconds::of).orElse(null);
    }

    Snapshot toSnapshot() {
        return new Snapshot(
                new Uid(uid),
                new Uid(box),
                new BoxRef(new ProjectName(project), new BoxName(boxName)),
                new SnapshotName(name),
                new Description(description),
                state,
                safety,
                bytes == null ? OptionalLong.empty() : OptionalLong.of(bytes),
                frozenMillis,
                Nanoseconds.instant(createdAt),
                Optional.ofNullable(restoredAt).map(Nanoseconds::instant));
    }
}
