package zomg.api.journal;

import zomg.error.InvalidInput;

/** The id of an entry in a request, where it is text. */
public record EntryId(long value) {

    public static EntryId parse(String text) {
        if (!text.matches("[0-9]{1,18}")) {
            throw InvalidInput.field("value", "must be the id of an entry");
        }
        return new EntryId(Long.parseLong(text));
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
