package zomg.api.project;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import zomg.api.security.Caller;
import zomg.model.access.Role;
import zomg.model.id.ProjectName;
import zomg.usecase.project.DeleteProject;
import zomg.usecase.project.ListProjects;
import zomg.usecase.project.UpdateProject;

/** Projects. */
@Dependent
@Path("v1/projects")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Projects")
@APIResponse(responseCode = "400", ref = "invalid_request")
@APIResponse(responseCode = "401", ref = "unauthenticated")
@APIResponse(responseCode = "default", ref = "problem")
public class ProjectsResource {

    private final ListProjects listProjects;
    private final UpdateProject updateProject;
    private final DeleteProject deleteProject;

    @Inject
    public ProjectsResource(
            ListProjects listProjects, UpdateProject updateProject, DeleteProject deleteProject) {
        this.listProjects = listProjects;
        this.updateProject = updateProject;
        this.deleteProject = deleteProject;
    }

    @GET
    @Operation(operationId = "listProjects", summary = "List projects, page by page")
    @APIResponseSchema(
            value = ProjectJson.PageJson.class,
            responseDescription = "One page of projects, in the order of their names.")
    public ProjectJson.PageJson list(
            @Parameter(description = "How many projects a page has at most.")
                    @Schema(minimum = "1", maximum = "1000")
                    @QueryParam("max_results")
                    @DefaultValue("1000")
                    int maxResults,
            @Parameter(description = "The next_continuation_token of the page before.")
                    @QueryParam("continuation_token")
                    Optional<ProjectToken> continuationToken) {
        return ProjectJson.PageJson.of(
                listProjects.list(continuationToken.map(ProjectToken::after), maxResults));
    }

    @GET
    @Path("{project}")
    @Operation(operationId = "showProject", summary = "Show a project")
    @APIResponseSchema(value = ProjectJson.class, responseDescription = "The project.")
    @APIResponse(responseCode = "404", ref = "project_not_found")
    public ProjectJson show(@PathParam("project") ProjectName project) {
        return ProjectJson.of(listProjects.show(project));
    }

    @PUT
    @Path("{project}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "updateProject",
            summary = "Replace the quota of a project, which is made if need be")
    @APIResponseSchema(value = ProjectJson.class, responseDescription = "The project.")
    @APIResponse(responseCode = "403", ref = "role_required")
    public ProjectJson update(@PathParam("project") ProjectName project, UpdateProjectJson body) {
        Caller.principal().require(Role.ADMIN, "changing a quota");
        return ProjectJson.of(updateProject.update(project, body.toQuota()));
    }

    @DELETE
    @Path("{project}")
    @Operation(
            operationId = "deleteProject",
            summary = "Delete a project that nothing is in; its next use makes another one")
    @APIResponseSchema(
            value = DeletedProjectJson.class,
            responseDescription = "The project is gone, or never was.")
    @APIResponse(responseCode = "403", ref = "role_required")
    @APIResponse(responseCode = "409", ref = "project_not_empty")
    public DeletedProjectJson delete(@PathParam("project") ProjectName project) {
        Caller.principal().require(Role.ADMIN, "deleting a project");
        return DeletedProjectJson.of(deleteProject.delete(project));
    }
}
