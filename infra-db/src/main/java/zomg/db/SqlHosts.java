package zomg.db;

import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.model.box.Box;
import zomg.model.id.BoxRef;
import zomg.model.journal.Change;
import zomg.model.network.Host;
import zomg.port.Hosts;

/**
 * Published hosts in a database: a row for each, whose key makes one of several claims win, and the
 * text in the row of its box, by the same transaction.
 */
public final class SqlHosts implements Hosts {

    private final Database database;
    private final InstantSource clock;

    public SqlHosts(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    @Override
    public Optional<Box> owner(Host host) {
        return database.read(rows -> owner(rows, host));
    }

    private static Optional<Box> owner(EntityManager rows, Host host) {
        return Optional.ofNullable(rows.find(HostRow.class, host.value()))
                .map(row -> rows.find(BoxRow.class, row.box()))
                .map(BoxRow::toBox);
    }

    /** A conflict is about the host or about one of the boxes; the next try sees which. */
    @Override
    public Claimed claim(Box box, Claim claim, Optional<Box> from) {
        return database.changeInTurn(rows -> claim(rows, box, claim, from));
    }

    private Changed<Claimed> claim(EntityManager rows, Box box, Claim claim, Optional<Box> from) {
        Host host = claim.host();
        Optional<Box> owner = owner(rows, host);
        owner.filter(known -> !from.map(Box::uid).equals(Optional.of(known.uid())))
                .ifPresent(known -> refuse(host, known.ref()));
        claim.namesake().ifPresent(ref -> requireNone(rows, host, ref));
        BoxRow row = SqlBoxes.unchanged(rows, box);
        Optional<BoxRow> loserRow =
                from.map(known -> SqlBoxes.unchanged(rows, known)).filter(_ -> owner.isPresent());
        Box before = row.toBox();
        Box after = before.withHost(host, clock.instant());
        List<Change> changes = new ArrayList<>();
        loserRow.map(BoxRow::toBox)
                .ifPresent(
                        loser -> changes.add(Change.unpublished(loser, host, Optional.of(before))));
        changes.add(Change.published(before, host, owner));
        if (owner.isPresent()) {
            rows.find(HostRow.class, host.value()).moveTo(box.uid());
        } else {
            rows.persist(HostRow.of(host, box.uid()));
        }
        Optional<Box> loser =
                loserRow.map(
                        known ->
                                stored(
                                        rows,
                                        known,
                                        known.toBox().withoutHost(host, clock.instant())));
        return Changed.by(changes, new Claimed(stored(rows, row, after), loser));
    }

    private static void requireNone(EntityManager rows, Host host, BoxRef namesake) {
        if (SqlBoxes.find(rows, namesake).isPresent()) {
            throw new Refusal(
                    ErrorCode.HOST_IN_USE,
                    "host %s is the own host of box %s".formatted(host, namesake));
        }
    }

    private static void refuse(Host host, BoxRef owner) {
        throw new Refusal(
                ErrorCode.HOST_IN_USE,
                "host %s is published for box %s; use force to take it over"
                        .formatted(host, owner));
    }

    private static Box stored(EntityManager rows, BoxRow row, Box box) {
        row.takeHosts(box);
        rows.lock(row, LockModeType.OPTIMISTIC_FORCE_INCREMENT);
        rows.flush();
        return row.toBox();
    }

    @Override
    public Box release(Box box, Host host) {
        return database.changeInTurn(rows -> release(rows, box, host));
    }

    private Changed<Box> release(EntityManager rows, Box box, Host host) {
        BoxRow row = SqlBoxes.unchanged(rows, box);
        Box before = row.toBox();
        if (!before.hosts().has(host)) {
            throw new Refusal(
                    ErrorCode.HOST_NOT_OWNED,
                    "host %s is not published for box %s".formatted(host, box.ref()));
        }
        rows.remove(rows.find(HostRow.class, host.value()));
        return Changed.by(
                Change.unpublished(before, host, Optional.empty()),
                stored(rows, row, before.withoutHost(host, clock.instant())));
    }

    /** Of a box that is forgotten, in the same transaction. */
    static void forgetOf(EntityManager rows, Box box) {
        box.hosts().all().stream()
                .map(host -> rows.find(HostRow.class, host.value()))
                .forEach(rows::remove);
    }
}
