package zomg.api.project;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import zomg.error.InvalidInput;
import zomg.model.id.ProjectName;

/** Where the next page of projects starts, in a form that clients hand back without reading it. */
public record ProjectToken(ProjectName after) {

    public static ProjectToken parse(String text) {
        try {
            return new ProjectToken(
                    new ProjectName(
                            new String(
                                    Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8)));
        } catch (IllegalArgumentException | InvalidInput foreign) {
            throw InvalidInput.field("continuation_token", "must be one that a list has answered");
        }
    }

    @Override
    public String toString() {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(after.value().getBytes(StandardCharsets.UTF_8));
    }
}
