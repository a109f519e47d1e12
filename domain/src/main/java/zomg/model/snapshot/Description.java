package zomg.model.snapshot;

import java.nio.charset.StandardCharsets;
import zomg.error.InvalidInput;

/**
 * What somebody wants to remember about a snapshot; one line, which may be empty. Half a surrogate
 * pair is in no encoding, so it is no text.
 */
public record Description(String text) {

    public static final Description NONE = new Description("");

    private static final int MAX_LENGTH = 1000;

    public Description {
        if (text.length() > MAX_LENGTH
                || text.chars().anyMatch(Character::isISOControl)
                || !StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw InvalidInput.field(
                    "description",
                    "must be one line of text of at most %d characters".formatted(MAX_LENGTH));
        }
    }

    public static Description parse(String text) {
        return new Description(text);
    }

    @Override
    public String toString() {
        return text;
    }
}
