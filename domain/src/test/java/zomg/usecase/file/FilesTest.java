package zomg.usecase.file;

import static org.assertj.core.api.Assertions.assertThat;
import static zomg.fixture.BoxFixtures.ref;
import static zomg.fixture.Refusals.assertRefused;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import zomg.error.ErrorCode;
import zomg.fixture.UseCases;
import zomg.memory.InMemoryBoxFiles;
import zomg.memory.InMemoryMachine;
import zomg.memory.InMemorySnapshotFiles;
import zomg.model.file.BoxPath;
import zomg.model.file.FileInfo;
import zomg.model.id.SnapshotName;
import zomg.model.id.Uid;
import zomg.port.Download;
import zomg.usecase.box.ShowBox;

final class FilesTest {

    private static final Optional<SnapshotName> NOW = Optional.empty();
    private static final BoxPath FILE = new BoxPath("/srv/file");

    private final InMemoryMachine machine = new InMemoryMachine();
    private final UseCases zomg = new UseCases(machine);
    private final InMemoryBoxFiles files = new InMemoryBoxFiles();
    private final FileAccess access =
            new FileAccess(new ShowBox(machine.ports().boxes()), machine.ports().projects(), 1);
    private final ReadFiles readFiles =
            new ReadFiles(
                    files, new InMemorySnapshotFiles(machine.pool()), access, zomg.findSnapshot());
    private final ChangeFiles changeFiles =
            new ChangeFiles(files, access, machine.ports().requests());

    @BeforeEach
    void create() {
        zomg.create(ref("web"));
        write();
    }

    @Test
    void what_was_written_is_read_also_when_the_box_was_stopped() throws IOException {
        zomg.stopBox().stop(ref("web"));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        try (Download download = readFiles.read(ref("web"), NOW, FILE)) {
            download.writeTo(bytes);
        }

        assertThat(bytes.toByteArray()).containsExactly(1, 2);
        assertThat(readFiles.show(ref("web"), NOW, FILE).size()).isEqualTo(2);
        assertThat(readFiles.list(ref("web"), NOW, new BoxPath("/srv")).entries())
                .extracting(FileInfo::name)
                .containsExactly("file");
    }

    @Test
    void a_snapshot_has_the_files_that_it_keeps() throws IOException {
        Uid box = machine.boxes().find(ref("web")).orElseThrow().uid();
        BoxPath path = new BoxPath("/etc/app");
        machine.pool().write(box, "/etc/app", "before");
        Optional<SnapshotName> v0 = Optional.of(zomg.snapshot(ref("web")).name());
        machine.pool().write(box, "/etc/app", "after");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        try (Download download = readFiles.read(ref("web"), v0, path)) {
            download.writeTo(bytes);
        }

        assertThat(bytes).hasToString("before");
        assertThat(readFiles.show(ref("web"), v0, path).size()).isEqualTo(6);
        assertThat(readFiles.list(ref("web"), v0, new BoxPath("/etc")).entries())
                .extracting(FileInfo::name)
                .contains("app");
        Optional<SnapshotName> unknown = Optional.of(new SnapshotName("v9"));
        assertRefused(
                ErrorCode.SNAPSHOT_NOT_FOUND, () -> readFiles.read(ref("web"), unknown, path));
    }

    @Test
    void an_archive_goes_in_and_comes_out() throws IOException {
        BoxPath top = new BoxPath("/srv/archive");
        changeFiles.unpack(ref("web"), top, new ByteArrayInputStream(new byte[] {3}));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        try (Download download = readFiles.pack(ref("web"), NOW, top)) {
            download.writeTo(bytes);
        }

        assertThat(bytes.toByteArray()).containsExactly(3);
    }

    @Test
    void what_was_deleted_is_gone() {
        changeFiles.delete(ref("web"), FILE);

        assertRefused(ErrorCode.PATH_NOT_FOUND, () -> readFiles.show(ref("web"), NOW, FILE));
    }

    @Test
    void a_box_that_is_not_there_is_refused() {
        assertRefused(ErrorCode.BOX_NOT_FOUND, () -> readFiles.show(ref("other"), NOW, FILE));
        assertRefused(ErrorCode.BOX_NOT_FOUND, () -> changeFiles.delete(ref("other"), FILE));
    }

    @Test
    void a_place_is_given_back_once() {
        Download first = readFiles.read(ref("web"), NOW, FILE);
        assertRefused(ErrorCode.BUSY, () -> readFiles.read(ref("web"), NOW, FILE));
        assertRefused(ErrorCode.BUSY, this::write);
        first.close();
        first.close();

        Download second = readFiles.pack(ref("web"), NOW, FILE);
        assertRefused(ErrorCode.BUSY, () -> readFiles.show(ref("web"), NOW, FILE));
        second.close();
        write();
    }

    @Test
    void what_could_not_be_opened_keeps_no_place() {
        assertRefused(
                ErrorCode.PATH_NOT_FOUND,
                () -> readFiles.read(ref("web"), NOW, new BoxPath("/nowhere")));

        write();
    }

    private void write() {
        changeFiles.write(
                ref("web"), FILE, Optional.empty(), new ByteArrayInputStream(new byte[] {1, 2}));
    }
}
