package zomg.api.box;

import jakarta.ws.rs.core.EntityTag;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import zomg.error.InvalidInput;
import zomg.model.box.Box;
import zomg.model.box.Precondition;

/**
 * The entity tags that If-Match and If-None-Match list (RFC 9110, 8.8.3).
 *
 * @param any whether it is {@code *}
 * @param strong those that If-Match goes by
 * @param all with the weak ones, which If-None-Match takes too
 */
public record EntityTags(boolean any, Set<String> strong, Set<String> all) {

    private static final String RULE =
            "must be * or entity tags as answered in the header ETag, separated by commas";

    private static final Pattern TAG =
            Pattern.compile(
                    "\\G[ \\t]*(W/)?\"([\\x21\\x23-\\x7e\\x80-\\xff]*)\"[ \\t]*(,(?!\\z)|\\z)");

    public static EntityTags parse(String text) {
        if (text.strip().equals("*")) {
            return new EntityTags(true, Set.of(), Set.of());
        }
        Set<String> strong = new HashSet<>();
        Set<String> all = new HashSet<>();
        int end = 0;
        for (Matcher tag = TAG.matcher(text); tag.find(); end = tag.end()) {
            all.add(tag.group(2));
            if (tag.group(1) == null) {
                strong.add(tag.group(2));
            }
        }
        if (all.isEmpty() || end != text.length()) {
            throw InvalidInput.field("value", RULE);
        }
        return new EntityTags(false, strong, all);
    }

    static EntityTag of(Box box) {
        return new EntityTag(box.version());
    }

    public static Precondition precondition(Optional<EntityTags> ifMatch) {
        return ifMatch.filter(tags -> !tags.any())
                .map(tags -> new Precondition(Optional.of(tags.strong())))
                .orElse(Precondition.NONE);
    }

    boolean include(Box box) {
        return any || all.contains(box.version());
    }
}
