package zomg.db;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import zomg.contract.BasesContract;
import zomg.contract.BoxListingContract;
import zomg.contract.BoxesContract;
import zomg.contract.ProjectsContract;
import zomg.contract.TokensContract;
import zomg.memory.SequentialIds;
import zomg.port.Bases;
import zomg.port.Boxes;
import zomg.port.Projects;
import zomg.port.Tokens;

/** All records in one file of H2, as the server keeps them by default. */
final class H2RecordsTest
        implements BoxesContract,
                BoxListingContract,
                ProjectsContract,
                BasesContract,
                TokensContract {

    private DataSource source;
    private Database database;
    private Boxes boxes;
    private Projects projects;
    private Bases bases;
    private Tokens tokens;

    @BeforeEach
    void open(@TempDir Path directory) {
        source = H2.at(directory);
        database = Database.open(source);
        boxes = new SqlBoxes(database);
        projects = new SqlProjects(database, new SequentialIds(), InstantSource.system());
        bases = new SqlBases(database);
        tokens = new SqlTokens(database);
    }

    @AfterEach
    void close() throws SQLException {
        database.close();
        H2.shutDown(source);
    }

    @Override
    public Boxes boxes() {
        return boxes;
    }

    @Override
    public Boxes boxesWithSlotsUpTo(int last) {
        return new SqlBoxes(database, last);
    }

    @Override
    public Projects projects() {
        return projects;
    }

    @Override
    public Bases bases() {
        return bases;
    }

    @Override
    public Tokens tokens() {
        return tokens;
    }
}
