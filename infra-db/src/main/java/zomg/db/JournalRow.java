package zomg.db;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.Optional;
import zomg.model.id.BoxName;
import zomg.model.id.ProjectName;
import zomg.model.id.Uid;
import zomg.model.journal.Cause;
import zomg.model.journal.Change;
import zomg.model.journal.Entry;

@Entity
@Table(name = "journal")
class JournalRow {

    @Id private long id;

    private long at;
    private String kind;
    private String project;
    private String box;
    private String object;
    private String uid;

    @Column(name = "from_status")
    private String fromStatus;

    @Column(name = "to_status")
    private String toStatus;

    private String detail;
    private String reason;
    private String actor;

    @Column(name = "request_id")
    private String requestId;

    @Column(name = "previous_hash")
    private String previousHash;

    private String hash;

    static JournalRow of(Entry entry) {
        Change change = entry.change();
        Cause cause = entry.cause();
        JournalRow row = new JournalRow();
        row.id = entry.id();
        row.at = Nanoseconds.of(entry.at());
        row.kind = change.kind();
        row.project = change.project().map(ProjectName::value).orElse(null);
        row.box = change.box().map(BoxName::value).orElse(null);
        row.object = change.object().orElse(null);
        row.uid = change.uid().map(Uid::value).orElse(null);
        row.fromStatus = change.from().orElse(null);
        row.toStatus = change.to().orElse(null);
        row.detail = change.detail().orElse(null);
        row.reason = cause.reason();
        row.actor = cause.actor().orElse(null);
        row.requestId = cause.requestId().orElse(null);
        row.previousHash = entry.previous();
        row.hash = entry.hash();
        return row;
    }

    Entry toEntry() {
        return new Entry(
                id,
                Nanoseconds.instant(at),
                new Change(
                        kind,
                        Optional.ofNullable(project).map(ProjectName::new),
                        Optional.ofNullable(box).map(BoxName::new),
                        Optional.ofNullable(object),
                        Optional.ofNullable(uid).map(Uid::new),
                        Optional.ofNullable(fromStatus),
                        Optional.ofNullable(toStatus),
                        Optional.ofNullable(detail)),
                new Cause(reason, Optional.ofNullable(actor), Optional.ofNullable(requestId)),
                previousHash,
                hash);
    }
}
