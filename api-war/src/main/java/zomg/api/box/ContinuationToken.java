package zomg.api.box;

import zomg.api.json.PageToken;
import zomg.model.id.BoxName;
import zomg.model.id.BoxRef;
import zomg.model.id.ProjectName;

/** Where the next page starts, in a form that clients hand back without reading it. */
public record ContinuationToken(BoxRef after) {

    public static ContinuationToken parse(String text) {
        return PageToken.read(
                text,
                ref -> {
                    int colon = ref.indexOf(':');
                    return new ContinuationToken(
                            new BoxRef(
                                    new ProjectName(ref.substring(0, colon)),
                                    new BoxName(ref.substring(colon + 1))));
                });
    }

    @Override
    public String toString() {
        return PageToken.write(after.toString());
    }
}
