package zomg.model.base;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.regex.Pattern;
import zomg.error.InvalidInput;
import zomg.model.id.BaseAlias;

/** {@code alias} (its newest version) or {@code alias:tag}. */
public record BaseReference(BaseAlias alias, Optional<String> tag) {

    public static final BaseReference DEFAULT = parse("box-base");

    private static final int MAX_TAG = 64;
    private static final Pattern TAG = Pattern.compile("[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?");

    public BaseReference {
        requireNonNull(alias, "alias");
        tag.ifPresent(BaseReference::checkTag);
    }

    public static BaseReference parse(String text) {
        int colon = text.indexOf(':');
        return colon < 0
                ? new BaseReference(new BaseAlias(text), Optional.empty())
                : new BaseReference(
                        new BaseAlias(text.substring(0, colon)),
                        Optional.of(text.substring(colon + 1)));
    }

    private static void checkTag(String tag) {
        if (tag.length() > MAX_TAG || !TAG.matcher(tag).matches()) {
            throw InvalidInput.name(
                    "base",
                    "tag must be 1-64 of a-z, 0-9, dot, dash and underscore,"
                            + " alphanumeric at both ends");
        }
    }

    @Override
    public String toString() {
        return tag.map(text -> alias + ":" + text).orElse(alias.value());
    }
}
