package zomg.model.journal;

/**
 * A place in the journal: that of an entry, with the hash that everything up to it led to.
 *
 * @param id 0 before the first entry
 */
public record Mark(long id, String hash) {

    /** Where every journal begins. */
    public static final Mark START = new Mark(0, "0".repeat(64));
}
