package zomg.db;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import zomg.model.journal.Mark;
import zomg.model.journal.Span;

@Entity
@Table(name = "journal_span")
class JournalSpanRow {

    /** Of the only row. */
    static final int ID = 1;

    @Id private int id;

    @Column(name = "anchor_id")
    private long anchorId;

    @Column(name = "anchor_hash")
    private String anchorHash;

    @Column(name = "newest_id")
    private long newestId;

    @Column(name = "newest_hash")
    private String newestHash;

    /** Changed by who begins to own the database, and by no row. */
    @Column(insertable = false, updatable = false)
    private long term;

    long term() {
        return term;
    }

    Span toSpan() {
        return new Span(new Mark(anchorId, anchorHash), newest());
    }

    Mark newest() {
        return new Mark(newestId, newestHash);
    }

    void end(Mark mark) {
        newestId = mark.id();
        newestHash = mark.hash();
    }

    void beginAfter(Mark mark) {
        anchorId = mark.id();
        anchorHash = mark.hash();
    }
}
