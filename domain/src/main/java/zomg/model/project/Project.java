package zomg.model.project;

import java.time.Instant;
import zomg.model.id.ProjectName;
import zomg.model.id.Uid;

/** Made by its first use; its shared volumes on disk are named by its uid. */
public record Project(Uid uid, ProjectName name, Instant createdAt) {}
