package zomg.api.diff;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import zomg.error.InvalidInput;
import zomg.model.diff.ChangedPath;

/** Where the next page of changes starts, in a form that clients hand back unread. */
public record DiffToken(ChangedPath after) {

    public static DiffToken parse(String text) {
        try {
            return new DiffToken(
                    new ChangedPath(
                            new String(
                                    Base64.getUrlDecoder().decode(text),
                                    StandardCharsets.ISO_8859_1)));
        } catch (IllegalArgumentException foreign) {
            throw InvalidInput.field("continuation_token", "must be one that a list has answered");
        }
    }

    @Override
    public String toString() {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(after.bytes().getBytes(StandardCharsets.ISO_8859_1));
    }
}
