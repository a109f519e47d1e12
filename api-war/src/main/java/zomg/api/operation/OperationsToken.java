package zomg.api.operation;

import java.time.Instant;
import zomg.api.json.PageToken;
import zomg.model.id.Uid;
import zomg.port.Operations;

/** Where the next page of operations starts, in a form that clients hand back unread. */
public record OperationsToken(Operations.Place after) {

    public static OperationsToken parse(String text) {
        return PageToken.read(
                text,
                place -> {
                    int space = place.indexOf(' ');
                    return new OperationsToken(
                            new Operations.Place(
                                    Instant.parse(place.substring(0, space)),
                                    new Uid(place.substring(space + 1))));
                });
    }

    @Override
    public String toString() {
        return PageToken.write(after.createdAt() + " " + after.id());
    }
}
