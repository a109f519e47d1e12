package zomg.api.box;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import zomg.error.InvalidInput;
import zomg.model.id.BoxName;
import zomg.model.id.BoxRef;
import zomg.model.id.ProjectName;

/** Where the next page starts, in a form that clients hand back without reading it. */
public record ContinuationToken(BoxRef after) {

    public static ContinuationToken parse(String text) {
        try {
            String ref = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
            int colon = ref.indexOf(':');
            if (colon < 0) {
                throw unknown();
            }
            return new ContinuationToken(
                    new BoxRef(
                            new ProjectName(ref.substring(0, colon)),
                            new BoxName(ref.substring(colon + 1))));
        } catch (IllegalArgumentException | InvalidInput foreign) {
            throw unknown();
        }
    }

    private static InvalidInput unknown() {
        return InvalidInput.field("continuation_token", "must be one that a list has answered");
    }

    @Override
    public String toString() {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(after.toString().getBytes(StandardCharsets.UTF_8));
    }
}
