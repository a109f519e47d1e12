package zomg.model.id;

import java.util.regex.Pattern;
import zomg.error.InvalidInput;

/** The one rule behind all names: lower-case letters, digits and single dashes. */
final class NameRule {

    private static final Pattern WORD = Pattern.compile("[a-z0-9](?:-?[a-z0-9])*");

    private NameRule() {}

    static void check(String field, String value, int maxLength) {
        if (value.length() > maxLength || !WORD.matcher(value).matches()) {
            throw InvalidInput.name(
                    field,
                    "must be 1-%d of a-z, 0-9 and single dashes, alphanumeric at both ends"
                            .formatted(maxLength));
        }
    }

    static void checkLetterFirst(String field, String value, int maxLength) {
        check(field, value, maxLength);
        if (Character.isDigit(value.charAt(0))) {
            throw InvalidInput.name(field, "must start with a letter");
        }
    }
}
