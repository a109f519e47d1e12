package zomg.api.project;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import zomg.model.id.ProjectName;
import zomg.usecase.project.ListProjects;

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

    @Inject
    public ProjectsResource(ListProjects listProjects) {
        this.listProjects = listProjects;
    }

    @GET
    @Operation(operationId = "listProjects", summary = "List all projects")
    @APIResponseSchema(
            value = ProjectJson.ListJson.class,
            responseDescription = "The projects, in the order of their names.")
    public ProjectJson.ListJson list() {
        return ProjectJson.ListJson.of(listProjects.list());
    }

    @GET
    @Path("{project}")
    @Operation(operationId = "showProject", summary = "Show a project")
    @APIResponseSchema(value = ProjectJson.class, responseDescription = "The project.")
    @APIResponse(responseCode = "404", ref = "project_not_found")
    public ProjectJson show(@PathParam("project") ProjectName project) {
        return ProjectJson.of(listProjects.show(project));
    }
}
