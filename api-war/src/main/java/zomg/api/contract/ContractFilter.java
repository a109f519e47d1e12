package zomg.api.contract;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem.HttpMethod;
import org.eclipse.microprofile.openapi.models.headers.Header;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import zomg.api.idempotency.Idempotency;

/**
 * Last touches to the generated contract. The generator says of every Optional that it may be null;
 * here what is absent is left out and never null. Answers are put in the order of their status,
 * parameters in the order of the path. Whatever answers a box says its ETag, whatever changes
 * something takes an Idempotency-Key.
 */
public class ContractFilter implements OASFilter {

    /** Marks operations whose bodies are no JSON. */
    private static final String STREAMS = "x-zomg-streams";

    private static final int MAX_KEY = 255;

    @Override
    public Schema filterSchema(Schema schema) {
        List<SchemaType> types = schema.getType();
        if (types != null && types.size() > 1 && types.contains(SchemaType.NULL)) {
            schema.setType(types.stream().filter(type -> type != SchemaType.NULL).toList());
        }
        List<Schema> choices = schema.getAnyOf();
        if (choices != null && choices.stream().anyMatch(ContractFilter::isNull)) {
            choices.stream()
                    .filter(choice -> !isNull(choice))
                    .findFirst()
                    .ifPresent(
                            only -> {
                                schema.setAnyOf(null);
                                schema.setType(null);
                                schema.setRef(only.getRef());
                            });
        }
        return schema;
    }

    private static boolean isNull(Schema schema) {
        return List.of(SchemaType.NULL).equals(schema.getType());
    }

    @Override
    public void filterOpenAPI(OpenAPI contract) {
        contract.getPaths()
                .getPathItems()
                .forEach(
                        (path, item) -> {
                            if (item.getHEAD() != null) {
                                dropBodies(item.getHEAD());
                            }
                            item.getOperations().entrySet().stream()
                                    .filter(entry -> changes(entry.getKey()))
                                    .forEach(entry -> addKey(entry.getValue()));
                            item.getOperations()
                                    .values()
                                    .forEach(operation -> sort(path, operation));
                        });
    }

    /** The generator gives an answer to HEAD one of any type. */
    private static void dropBodies(Operation operation) {
        operation.getResponses().getAPIResponses().values().stream()
                .filter(answer -> answer.getRef() == null)
                .forEach(answer -> answer.setContent(null));
    }

    private static boolean changes(HttpMethod method) {
        return method != HttpMethod.GET && method != HttpMethod.HEAD;
    }

    /** Whatever changes something may be sent again; what streams needs no key for that. */
    private static void addKey(Operation operation) {
        if (!operation.getResponses().hasAPIResponse("400")) {
            operation
                    .getResponses()
                    .addAPIResponse(
                            "400",
                            OASFactory.createAPIResponse()
                                    .ref("#/components/responses/invalid_request"));
        }
        if (hasKey(operation) || streams(operation)) {
            return; // the contract as it is committed: what a packaged server begins with
        }
        operation.addParameter(
                OASFactory.createParameter()
                        .name(Idempotency.KEY)
                        .in(Parameter.In.HEADER)
                        .description(
                                "Chosen by the client, anew for each request: sent again with the"
                                        + " same one, the request is answered as it was and done"
                                        + " once.")
                        .schema(
                                OASFactory.createSchema()
                                        .type(List.of(SchemaType.STRING))
                                        .minLength(1)
                                        .maxLength(MAX_KEY)));
    }

    private static boolean streams(Operation operation) {
        return operation.getExtensions() != null && operation.getExtensions().containsKey(STREAMS);
    }

    private static boolean hasKey(Operation operation) {
        return operation.getParameters() != null
                && operation.getParameters().stream()
                        .anyMatch(parameter -> Idempotency.KEY.equals(parameter.getName()));
    }

    private static void sort(String path, Operation operation) {
        Map<String, APIResponse> responses =
                new TreeMap<>(operation.getResponses().getAPIResponses());
        operation.setResponses(OASFactory.createAPIResponses());
        responses.forEach(operation.getResponses()::addAPIResponse);
        responses.values().stream()
                .filter(ContractFilter::isBox)
                .forEach(answer -> answer.addHeader("ETag", entityTag()));
        if (responses.containsKey("202")) {
            responses.get("202").addHeader("Location", location());
        }
        if (operation.getParameters() != null) {
            List<Parameter> parameters = new ArrayList<>(operation.getParameters());
            parameters.sort(Comparator.comparingInt(parameter -> place(path, parameter)));
            operation.setParameters(parameters);
        }
    }

    private static boolean isBox(APIResponse answer) {
        return answer.getContent() != null
                && answer.getContent().getMediaTypes().values().stream()
                        .map(MediaType::getSchema)
                        .anyMatch(
                                schema ->
                                        schema != null
                                                && "#/components/schemas/Box"
                                                        .equals(schema.getRef()));
    }

    private static Header location() {
        return OASFactory.createHeader()
                .description("Where the operation is shown.")
                .schema(OASFactory.createSchema().type(List.of(SchemaType.STRING)).format("uri"));
    }

    private static Header entityTag() {
        return OASFactory.createHeader()
                .description("Names this state of the box, for If-Match and If-None-Match.")
                .schema(OASFactory.createSchema().type(List.of(SchemaType.STRING)));
    }

    private static int place(String path, Parameter parameter) {
        int place = path.indexOf("{" + parameter.getName() + "}");
        return place < 0 ? Integer.MAX_VALUE : place;
    }
}
