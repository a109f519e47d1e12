package zomg.db;

import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import zomg.contract.BasesContract;
import zomg.contract.BoxListingContract;
import zomg.contract.BoxesContract;
import zomg.contract.HostsContract;
import zomg.contract.JournalContract;
import zomg.contract.KeyedRequestsContract;
import zomg.contract.ManyBoxesContract;
import zomg.contract.OperationsContract;
import zomg.contract.ProjectsContract;
import zomg.contract.QuotasContract;
import zomg.contract.SnapshotsContract;
import zomg.contract.TokensContract;
import zomg.contract.VolumeSnapshotsContract;
import zomg.contract.VolumesContract;
import zomg.memory.SequentialIds;
import zomg.model.box.Box;
import zomg.port.Bases;
import zomg.port.Boxes;
import zomg.port.Graves;
import zomg.port.Hosts;
import zomg.port.IdSource;
import zomg.port.Journal;
import zomg.port.KeyedRequests;
import zomg.port.Operations;
import zomg.port.Projects;
import zomg.port.Snapshots;
import zomg.port.Tokens;
import zomg.port.VolumeSnapshots;
import zomg.port.Volumes;

/** All records in a PostgreSQL server, as of H2. */
@ExtendWith(PostgresServer.Shared.class)
final class PostgresRecordsTest
        implements BoxesContract,
                BoxListingContract,
                ManyBoxesContract,
                BoxPlansContract,
                ProjectsContract,
                VolumesContract,
                VolumeSnapshotsContract,
                QuotasContract,
                BasesContract,
                OperationsContract,
                KeyedRequestsContract,
                TokensContract,
                SnapshotsContract,
                HostsContract,
                JournalContract,
                SeveralServersContract {

    private static final IdSource IDS = new SequentialIds();

    private final PostgresServer server;
    private DataSource source;
    private Database database;
    private Database other;
    private Boxes boxes;

    PostgresRecordsTest(PostgresServer server) {
        this.server = server;
    }

    @BeforeEach
    void open() throws SQLException {
        PostgresConfig config = server.freshSchema();
        source = server.source(config);
        database = Database.shared(config);
        other = Database.shared(config);
        boxes = new SqlBoxes(database);
    }

    @AfterEach
    void close() {
        database.close();
        other.close();
    }

    @Override
    public Boxes boxes() {
        return boxes;
    }

    @Override
    public Snapshots snapshots() {
        return new SqlSnapshots(database);
    }

    @Override
    public Hosts hosts() {
        return new SqlHosts(database, InstantSource.system());
    }

    @Override
    public Graves graves() {
        return new SqlBoxes(database);
    }

    @Override
    public void addAll(Collection<Box> many) {
        BulkBoxes.add(source, many);
    }

    @Override
    public DataSource source() {
        return source;
    }

    @Override
    public Boxes boxesWithSlotsUpTo(int last) {
        return new SqlBoxes(database, last);
    }

    @Override
    public VolumeSnapshots volumeSnapshots() {
        return new SqlVolumeSnapshots(database);
    }

    @Override
    public Volumes volumes() {
        return new SqlVolumes(database);
    }

    @Override
    public Projects projects() {
        return projectsOf(database);
    }

    @Override
    public Bases bases() {
        return new SqlBases(database);
    }

    @Override
    public Operations operations() {
        return new SqlOperations(database);
    }

    @Override
    public KeyedRequests requests() {
        return new SqlKeyedRequests(database, InstantSource.system());
    }

    @Override
    public Tokens tokens() {
        return new SqlTokens(database);
    }

    @Override
    public List<Boxes> boxesOfBoth() {
        return List.of(boxes, new SqlBoxes(other));
    }

    @Override
    public Journal journal() {
        return new SqlJournal(database);
    }

    @Override
    public Journal journalOfOther() {
        return new SqlJournal(other);
    }

    @Override
    public List<Projects> projectsOfBoth() {
        return List.of(projectsOf(database), projectsOf(other));
    }

    private static Projects projectsOf(Database database) {
        return new SqlProjects(database, IDS, InstantSource.system());
    }
}
