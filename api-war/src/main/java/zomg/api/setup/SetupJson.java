package zomg.api.setup;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import zomg.usecase.setup.Setup;

/** How far the server is with getting ready, on the wire. */
@Schema(
        name = "Setup",
        description = "How far the server is with getting ready to run boxes.",
        requiredProperties = {"ready", "steps"})
public record SetupJson(
        @Schema(description = "Whether every step is done.") boolean ready, List<StepJson> steps) {

    /** One step. */
    @Schema(
            name = "SetupStep",
            description = "One step of getting ready.",
            requiredProperties = {"name", "state", "percent", "detail"})
    public record StepJson(
            @Schema(examples = "base") String name,
            Setup.State state,
            @Schema(description = "An estimate.", minimum = "0", maximum = "100", examples = "40")
                    int percent,
            @Schema(
                            description = "What is going on, or what to do about a failure.",
                            examples = "Unpacking git")
                    String detail) {

        static StepJson of(Setup.Step step) {
            return new StepJson(step.name(), step.state(), step.percent(), step.detail());
        }
    }

    static SetupJson of(Setup setup) {
        return new SetupJson(setup.isReady(), setup.steps().stream().map(StepJson::of).toList());
    }
}
