package zomg.api.project;

import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import zomg.model.id.ProjectName;
import zomg.model.id.Uid;
import zomg.usecase.project.ListProjects;

/** A project on the wire. */
@Schema(
        name = "Project",
        description = "What groups boxes; made by its first use.",
        requiredProperties = {"id", "name", "created_at", "boxes"})
public record ProjectJson(
        Uid id,
        ProjectName name,
        Instant createdAt,
        @Schema(description = "How many boxes it has.", examples = "3") int boxes) {

    /** All projects. */
    @Schema(
            name = "ProjectList",
            description = "Projects in the order of their names.",
            requiredProperties = "projects")
    public record ListJson(List<ProjectJson> projects) {

        static ListJson of(List<ListProjects.Summary> projects) {
            return new ListJson(projects.stream().map(ProjectJson::of).toList());
        }
    }

    static ProjectJson of(ListProjects.Summary summary) {
        return new ProjectJson(
                summary.project().uid(),
                summary.project().name(),
                summary.project().createdAt(),
                summary.boxes());
    }
}
