package zomg.api.box;

import java.util.List;
import java.util.Map;
import zomg.error.InvalidInput;
import zomg.model.box.Tags;

/** A tag that listed boxes must have: {@code key=value}. */
public record TagChoice(Tags tag) {

    public static TagChoice parse(String text) {
        int equals = text.indexOf('=');
        if (equals < 0) {
            throw InvalidInput.field("tag", "must be of the form key=value");
        }
        return new TagChoice(
                Tags.of(Map.of(text.substring(0, equals), text.substring(equals + 1))));
    }

    static Tags all(List<TagChoice> choices) {
        return choices.stream().map(TagChoice::tag).reduce(Tags.NONE, Tags::overriddenBy);
    }
}
