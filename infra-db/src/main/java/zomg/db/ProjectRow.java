package zomg.db;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import zomg.model.id.ProjectName;
import zomg.model.id.Uid;
import zomg.model.project.Project;

@Entity
@Table(name = "projects")
class ProjectRow {

    @Id private String uid;

    private String name;

    @Column(name = "created_at")
    private long createdAt;

    static ProjectRow of(Project project) {
        ProjectRow row = new ProjectRow();
        row.uid = project.uid().value();
        row.name = project.name().value();
        row.createdAt = Nanoseconds.of(project.createdAt());
        return row;
    }

    Project toProject() {
        return new Project(new Uid(uid), new ProjectName(name), Nanoseconds.instant(createdAt));
    }
}
