package zomg.model.snapshot;

import zomg.error.InvalidInput;

/** What somebody wants to remember about a snapshot; one line, which may be empty. */
public record Description(String text) {

    public static final Description NONE = new Description("");

    private static final int MAX_LENGTH = 1000;

    public Description {
        if (text.length() > MAX_LENGTH || text.chars().anyMatch(Character::isISOControl)) {
            throw InvalidInput.field(
                    "description",
                    "must be one line of at most %d characters".formatted(MAX_LENGTH));
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
