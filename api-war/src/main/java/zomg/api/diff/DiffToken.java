package zomg.api.diff;

import java.nio.charset.StandardCharsets;
import zomg.api.json.PageToken;
import zomg.model.diff.ChangedPath;

/** Where the next page of changes starts, in a form that clients hand back unread. */
public record DiffToken(ChangedPath after) {

    public static DiffToken parse(String text) {
        return PageToken.read(
                text, StandardCharsets.ISO_8859_1, path -> new DiffToken(new ChangedPath(path)));
    }

    @Override
    public String toString() {
        return PageToken.write(after.bytes(), StandardCharsets.ISO_8859_1);
    }
}
