package zomg.db;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import javax.sql.DataSource;
import zomg.model.box.Box;

/** Thousands of box records in one transaction, without a journal. */
final class BulkBoxes {

    private static final int FIRST_SLOT = 2;

    private BulkBoxes() {}

    static void add(DataSource source, Collection<Box> boxes) {
        try (Connection connection = source.getConnection();
                PreparedStatement insert =
                        connection.prepareStatement(
                                """
                                insert into boxes (uid, project, name, base, environment, tags,
                                    grace, isolation, status, slot, generation,
                                    created_at, updated_at)
                                values (?, ?, ?, ?, ?, ?, ?, ?, ?,
                                    (select coalesce(max(slot) + 1, %d) from boxes), 1, 1, 1)
                                """
                                        .formatted(FIRST_SLOT))) {
            connection.setAutoCommit(false);
            for (Box box : boxes) {
                insert.setString(1, box.uid().value());
                insert.setString(2, box.ref().project().value());
                insert.setString(3, box.ref().name().value());
                insert.setString(4, box.spec().base().toString());
                insert.setString(5, Entries.write(box.spec().environment().variables()));
                insert.setString(6, Entries.write(box.spec().tags().entries()));
                insert.setInt(7, box.spec().grace().seconds());
                insert.setString(8, box.spec().isolation().name());
                insert.setString(9, box.status().name());
                insert.addBatch();
            }
            insert.executeBatch();
            connection.commit();
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
