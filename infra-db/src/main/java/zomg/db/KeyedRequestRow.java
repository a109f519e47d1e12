package zomg.db;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Id;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import zomg.model.id.Uid;
import zomg.model.request.Answer;
import zomg.model.request.Begun;
import zomg.model.request.KeyedRequest;
import zomg.port.KeyedRequests.Known;

@Entity
@Table(name = "keyed_requests")
class KeyedRequestRow {

    /** Boxes with very large environments and commands with much output have more to say. */
    private static final int MAX_BODY = 64 * 1024;

    @Id
    @Column(name = "request_key")
    private String key;

    private String fingerprint;
    private String attempt;
    private String box;
    private boolean whole;
    private boolean recorded;
    private Integer status;
    private String headers;
    private String body;

    @Column(name = "noted_at")
    private long notedAt;

    /** For the length of a transaction, nobody else notes anything under the key. */
    static Optional<KeyedRequestRow> held(EntityManager rows, KeyedRequest.Key key) {
        return Optional.ofNullable(
                rows.find(KeyedRequestRow.class, key.digest(), LockModeType.PESSIMISTIC_WRITE));
    }

    /**
     * @param begun how far it has come now, from what was noted before
     */
    static KeyedRequestRow note(
            EntityManager rows,
            KeyedRequest request,
            Function<Optional<Begun>, Begun> begun,
            Instant now) {
        Optional<KeyedRequestRow> held = held(rows, request.key());
        Begun next = begun.apply(held.map(KeyedRequestRow::begun));
        KeyedRequestRow row = held.orElseGet(KeyedRequestRow::new);
        row.key = request.key().digest();
        row.fingerprint = request.fingerprint();
        row.attempt = next.attempt().value();
        row.box = next.box().map(Uid::value).orElse(null);
        row.whole = next.whole();
        row.recorded = next.recorded();
        row.notedAt = Nanoseconds.of(now);
        if (held.isEmpty()) {
            rows.persist(row);
        }
        return row;
    }

    void take(Answer answer) {
        boolean fits = answer.body().length() <= MAX_BODY;
        status = fits ? answer.status() : null;
        headers = fits ? Entries.write(answer.headers()) : null;
        body = fits ? answer.body() : null;
    }

    Begun begun() {
        return new Begun(new Uid(attempt), Optional.ofNullable(box).map(Uid::new), whole, recorded);
    }

    Known toKnown() {
        return new Known(
                fingerprint,
                begun(),
                Optional.ofNullable(status)
                        .map(given -> new Answer(given, Entries.read(headers), body)));
    }
}
