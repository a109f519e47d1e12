package zomg.api.operation;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import zomg.error.InvalidInput;
import zomg.model.id.Uid;
import zomg.port.Operations;

/** Where the next page of operations starts, in a form that clients hand back unread. */
public record OperationsToken(Operations.Place after) {

    public static OperationsToken parse(String text) {
        try {
            String place = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
            int space = place.indexOf(' ');
            if (space < 0) {
                throw unknown();
            }
            return new OperationsToken(
                    new Operations.Place(
                            Instant.parse(place.substring(0, space)),
                            new Uid(place.substring(space + 1))));
        } catch (IllegalArgumentException | DateTimeException foreign) {
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
                .encodeToString(
                        (after.createdAt() + " " + after.id()).getBytes(StandardCharsets.UTF_8));
    }
}
