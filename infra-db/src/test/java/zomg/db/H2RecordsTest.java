package zomg.db;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
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

/** All records in one file of H2, as the server keeps them by default. */
final class H2RecordsTest
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

    private DataSource source;
    private Database database;
    private Database other;
    private Boxes boxes;
    private Projects projects;
    private Bases bases;
    private Tokens tokens;
    private Journal journal;
    private Operations operations;

    @BeforeEach
    void open(@TempDir Path directory) {
        source = H2.at(directory);
        database = Database.open(source);
        other = Database.open(source);
        boxes = new SqlBoxes(database);
        projects = projectsOf(database);
        bases = new SqlBases(database);
        tokens = new SqlTokens(database);
        journal = new SqlJournal(database);
        operations = new SqlOperations(database);
    }

    @AfterEach
    void close() throws SQLException {
        database.close();
        other.close();
        H2.leave(source);
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
        return projects;
    }

    @Override
    public Bases bases() {
        return bases;
    }

    @Override
    public Journal journal() {
        return journal;
    }

    @Override
    public Operations operations() {
        return operations;
    }

    @Override
    public KeyedRequests requests() {
        return new SqlKeyedRequests(database, InstantSource.system());
    }

    @Override
    public Tokens tokens() {
        return tokens;
    }

    @Override
    public List<Boxes> boxesOfBoth() {
        return List.of(boxes, new SqlBoxes(other));
    }

    @Override
    public Journal journalOfOther() {
        return new SqlJournal(other);
    }

    @Override
    public List<Projects> projectsOfBoth() {
        return List.of(projects, projectsOf(other));
    }

    private static Projects projectsOf(Database database) {
        return new SqlProjects(database, IDS, InstantSource.system());
    }
}
