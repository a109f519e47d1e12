package zomg.api.base;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import zomg.error.InvalidInput;
import zomg.model.id.BaseAlias;
import zomg.model.id.Uid;
import zomg.port.Bases;

/** Where the next page of bases starts, in a form that clients hand back unread. */
public record BasesToken(Bases.Place after) {

    private static final int PARTS = 3;

    public static BasesToken parse(String text) {
        try {
            String[] place =
                    new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8)
                            .split(" ", -1);
            if (place.length != PARTS) {
                throw unknown();
            }
            return new BasesToken(
                    new Bases.Place(
                            new BaseAlias(place[0]), Instant.parse(place[1]), new Uid(place[2])));
        } catch (IllegalArgumentException | DateTimeException | InvalidInput foreign) {
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
                        "%s %s %s"
                                .formatted(after.alias(), after.createdAt(), after.uid())
                                .getBytes(StandardCharsets.UTF_8));
    }
}
