package zomg.model.journal;

/**
 * What of the journal is kept: the entries after one mark, up to another.
 *
 * @param anchor the last entry that was pruned, so that what is left can still be verified
 * @param newest equal to the anchor if nothing is kept
 */
public record Span(Mark anchor, Mark newest) {

    public static final Span EMPTY = new Span(Mark.START, Mark.START);
}
