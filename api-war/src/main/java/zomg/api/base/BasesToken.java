package zomg.api.base;

import java.time.Instant;
import zomg.api.json.PageToken;
import zomg.model.id.BaseAlias;
import zomg.model.id.Uid;
import zomg.port.Bases;

/** Where the next page of bases starts, in a form that clients hand back unread. */
public record BasesToken(Bases.Place after) {

    private static final int PARTS = 3;

    public static BasesToken parse(String text) {
        return PageToken.read(
                text,
                written -> {
                    String[] place = written.split(" ", -1);
                    if (place.length != PARTS) {
                        throw new IllegalArgumentException(written);
                    }
                    return new BasesToken(
                            new Bases.Place(
                                    new BaseAlias(place[0]),
                                    Instant.parse(place[1]),
                                    new Uid(place[2])));
                });
    }

    @Override
    public String toString() {
        return PageToken.write("%s %s %s".formatted(after.alias(), after.createdAt(), after.uid()));
    }
}
