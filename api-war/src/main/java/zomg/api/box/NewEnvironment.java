package zomg.api.box;

import java.util.Map;
import zomg.model.box.Environment;

/** The variables of a box that is to be made: without those that zomg sets itself. */
public record NewEnvironment(Environment variables) {

    public static NewEnvironment parse(Map<String, String> variables) {
        return new NewEnvironment(Environment.requested(variables));
    }
}
