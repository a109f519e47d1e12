package zomg.api.project;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import zomg.model.id.ProjectName;
import zomg.model.id.Uid;
import zomg.model.project.Project;
import zomg.model.project.Quota;
import zomg.usecase.project.ListProjects;

/** A project on the wire. */
@Schema(
        name = "Project",
        description = "What groups boxes; made by its first use.",
        requiredProperties = {"id", "name", "created_at", "boxes", "usage"})
public record ProjectJson(
        Uid id,
        ProjectName name,
        Instant createdAt,
        @Schema(description = "How many boxes it has.", examples = "3") long boxes,
        UsageJson usage,
        Optional<QuotaJson> quota) {

    /** One page of a list of projects. */
    @Schema(
            name = "ProjectPage",
            description = "Projects in the order of their names.",
            requiredProperties = {"projects", "has_more"})
    public record PageJson(
            List<ProjectJson> projects,
            boolean hasMore,
            @Schema(description = "Asks for the next page; absent on the last one.")
                    Optional<ProjectToken> nextContinuationToken) {

        static PageJson of(ListProjects.Page page) {
            return new PageJson(
                    page.projects().stream().map(ProjectJson::of).toList(),
                    page.next().isPresent(),
                    page.next().map(ProjectToken::new));
        }
    }

    static ProjectJson of(ListProjects.Summary summary) {
        Project project = summary.project();
        return new ProjectJson(
                project.uid(),
                project.name(),
                project.createdAt(),
                summary.usage().boxes(),
                UsageJson.of(summary.usage()),
                Optional.of(project.quota())
                        .filter(quota -> !quota.equals(Quota.NONE))
                        .map(QuotaJson::of));
    }
}
