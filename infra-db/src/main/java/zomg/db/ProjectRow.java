package zomg.db;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.Optional;
import zomg.model.box.Cpus;
import zomg.model.box.Memory;
import zomg.model.id.ProjectName;
import zomg.model.id.Uid;
import zomg.model.project.Project;
import zomg.model.project.Quota;
import zomg.model.space.Storage;

@Entity
@Table(name = "projects")
class ProjectRow {

    @Id private String uid;

    private String name;

    @Column(name = "created_at")
    private long createdAt;

    @Column(name = "quota_boxes")
    private Integer boxes;

    /** Thousandths of a processor. */
    @Column(name = "quota_cpus")
    private Integer cpus;

    /** MiB. */
    @Column(name = "quota_memory")
    private Integer memory;

    /** GiB. */
    @Column(name = "quota_storage")
    private Integer storage;

    static ProjectRow of(Project project) {
        ProjectRow row = new ProjectRow();
        row.uid = project.uid().value();
        row.name = project.name().value();
        row.createdAt = Nanoseconds.of(project.createdAt());
        row.take(project.quota());
        return row;
    }

    void take(Quota quota) {
        boxes = quota.boxes().orElse(null);
        cpus = quota.cpus().map(Cpus::thousandths).orElse(null);
        memory = quota.memory().map(Memory::mebibytes).orElse(null);
        storage = quota.storage().map(Storage::gibibytes).orElse(null);
    }

    Quota quota() {
        return new Quota(
                Optional.ofNullable(boxes),
                Optional.ofNullable(cpus).map(Cpus::new),
                Optional.ofNullable(memory).map(Memory::new),
                Optional.ofNullable(storage).map(Storage::new));
    }

    Project toProject() {
        return new Project(
                new Uid(uid), new ProjectName(name), Nanoseconds.instant(createdAt), quota());
    }
}
