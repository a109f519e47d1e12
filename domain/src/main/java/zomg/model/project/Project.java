package zomg.model.project;

import java.time.Instant;
import zomg.model.id.ProjectName;
import zomg.model.id.Uid;

/** Made by its first use; its shared volumes on disk are named by its uid. */
public record Project(Uid uid, ProjectName name, Instant createdAt, Quota quota) {

    /** As it is made by its first use. */
    public static Project fresh(Uid uid, ProjectName name, Instant now) {
        return new Project(uid, name, now, Quota.NONE);
    }

    public Project withQuota(Quota next) {
        return new Project(uid, name, createdAt, next);
    }
}
