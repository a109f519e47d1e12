package zomg.api.base;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import zomg.api.security.Caller;
import zomg.api.setup.NeedsBoxes;
import zomg.model.access.Role;
import zomg.model.base.Base;
import zomg.model.base.BaseReference;
import zomg.usecase.base.DeleteBase;
import zomg.usecase.base.ShowBase;

/** One base. */
@Dependent
@NeedsBoxes
@Path("v1/bases/{base}")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Bases")
@APIResponse(responseCode = "400", ref = "invalid_request")
@APIResponse(responseCode = "401", ref = "unauthenticated")
@APIResponse(responseCode = "503", ref = "not_ready")
@APIResponse(responseCode = "default", ref = "problem")
public class BaseResource {

    private final ShowBase showBase;
    private final DeleteBase deleteBase;
    private final OwnBases ownBases;

    @Inject
    public BaseResource(ShowBase showBase, DeleteBase deleteBase, OwnBases ownBases) {
        this.showBase = showBase;
        this.deleteBase = deleteBase;
        this.ownBases = ownBases;
    }

    @GET
    @Operation(operationId = "showBase", summary = "Show a base")
    @APIResponseSchema(value = BaseJson.class, responseDescription = "The base.")
    @APIResponse(responseCode = "404", ref = "base_not_found")
    public BaseJson show(@PathParam("base") BaseReference base) {
        Base found = showBase.show(base);
        return BaseJson.of(found, showBase.making(found));
    }

    @GET
    @Path("script")
    @Operation(operationId = "showBaseScript", summary = "Show the script that made a base")
    @APIResponseSchema(value = BaseScriptJson.class, responseDescription = "The script.")
    @APIResponse(responseCode = "403", ref = "role_required")
    @APIResponse(responseCode = "404", ref = "base_not_found")
    public BaseScriptJson script(@PathParam("base") BaseReference base) {
        Caller.principal().require(Role.DEVELOPER, "reading the script of a base");
        Base found = showBase.show(base);
        return BaseScriptJson.of(found, showBase.making(found));
    }

    @DELETE
    @Operation(
            operationId = "deleteBase",
            summary = "Delete a base: one version, or all without a tag; boxes of it stay")
    @APIResponse(responseCode = "204", description = "There is no such base any more.")
    @APIResponse(responseCode = "403", ref = "role_required")
    public void delete(@PathParam("base") BaseReference base) {
        ownBases.require(base.alias());
        deleteBase.delete(base);
    }
}
