package zomg.db;

import java.util.Optional;
import zomg.port.MachinePart;

/** That records can be written. Boxes are not mended while that cannot be recorded. */
public final class WritableRecords implements MachinePart {

    private final Database database;

    public WritableRecords(Database database) {
        this.database = database;
    }

    @Override
    public String name() {
        return "records";
    }

    @Override
    public void prepare() {
        database.requireWritable();
    }

    @Override
    public Optional<String> fault() {
        return database.fault();
    }

    /** They outlive the machine's parts: what becomes of those is recorded. */
    @Override
    public void release() {}
}
