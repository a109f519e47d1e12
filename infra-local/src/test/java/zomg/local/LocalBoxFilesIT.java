package zomg.local;

import static org.assertj.core.api.Assertions.assertThat;
import static zomg.fixture.Refusals.assertInvalid;
import static zomg.fixture.Refusals.assertRefused;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import zomg.contract.BoxFilesContract;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.fixture.BoxFixtures;
import zomg.fixture.Inside;
import zomg.model.box.Box;
import zomg.model.box.BoxConfig;
import zomg.model.box.BoxSpec;
import zomg.model.box.Isolation;
import zomg.model.project.Project;
import zomg.model.space.Storage;
import zomg.model.volume.Attachments;
import zomg.port.BoxFiles;
import zomg.port.Download;
import zomg.runner.RunnerFiles;
import zomg.tar.TarEntry;
import zomg.tar.TarEntry.Kind;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LocalBoxFilesIT implements BoxFilesContract {

    private LocalMachine machine;
    private RunnerFiles files;
    private FilesInHand hand;
    private Box running;
    private Box stopped;

    @BeforeAll
    void open() {
        machine = LocalMachine.open();
        files =
                new RunnerFiles(
                        new LocalFilePlaces(
                                machine.config,
                                machine.cgroups,
                                machine.engine,
                                machine.subvolumes));
        hand = new FilesInHand(files, machine.project);
        running = machine.started(Isolation.HARDENED);
        stopped = machine.box(BoxFixtures.plain());
    }

    @AfterAll
    void close() throws IOException {
        files.close();
        machine.close();
    }

    @Override
    public BoxFiles files() {
        return files;
    }

    @Override
    public Project project() {
        return machine.project;
    }

    @Override
    public Box runningBox() {
        return running;
    }

    @Override
    public Box stoppedBox() {
        return stopped;
    }

    @Test
    void a_directory_goes_from_box_to_box_with_owners_modes_times_and_odd_names() {
        String make =
                "mkdir -p /srv/tree/empty /srv/tree/d && cd /srv/tree && echo 1 >d/one && chown 7:8"
                        + " d/one && chmod 4711 d/one && touch -d @1000000000.5 d/one && ln -s"
                        + " ../../../etc/passwd d/link && ln -s nowhere dangling && printf x >\"$(printf"
                        + " 'odd\\n-\\377\\\\ $HOME')\" && mkfifo fifo && chmod 1777 d && touch -d"
                        + " @900000000 d";
        String look =
                "cd %s && find . ! -name fifo -printf '%%P %%m %%U:%%G %%y %%l %%s %%T@\\n' | sed 's/^ .*//; s/ d"
                        + "  [0-9]* / d /' | sort | od -c";
        machine.inside(running).says(make);
        byte[] archive = hand.pack(running, "/srv/tree");

        hand.unpack(stopped, "/srv/copy", archive);
        byte[] again = hand.pack(stopped, "/srv/copy");
        hand.unpack(running, "/srv/copy", again);

        Inside inside = machine.inside(running);
        assertThat(inside.says(look.formatted("/srv/copy")))
                .isEqualTo(inside.says(look.formatted("/srv/tree")));
        inside.says("test -d /srv/copy/empty && ! test -e /srv/copy/fifo");
        inside.says("cat /srv/copy/d/link | grep -q root");
    }

    @Test
    void what_is_written_belongs_to_the_boxes_root_whoever_that_is_on_the_machine()
            throws IOException {
        hand.write(running, "/srv/owned/one", "1");
        hand.write(stopped, "/srv/owned/one", "1");

        for (Box box : List.of(running, stopped)) {
            assertThat(
                            machine.host(
                                    "stat",
                                    "-c",
                                    "%u:%g %a",
                                    machine.pool.root(box.uid()) + "/srv/owned",
                                    machine.pool.root(box.uid()) + "/srv/owned/one"))
                    .isEqualTo("0:0 755\n0:0 644\n");
        }
        assertThat(machine.inside(running).says("stat -c %u:%g /srv/owned/one")).isEqualTo("0:0");
    }

    @Test
    void volumes_are_where_the_box_has_them_also_when_it_is_stopped() {
        hand.write(stopped, "/home/from-stopped", "home");
        hand.write(stopped, "/box/proj/bin/tool", "tool");
        hand.write(running, "/home/from-running", "back");
        machine.inside(running).says("ln -sfn /home /srv/home");
        hand.write(running, "/srv/home/by-link", "link");

        Inside inside = machine.inside(running);
        assertThat(inside.says("cat /home/from-stopped /box/proj/bin/tool")).isEqualTo("hometool");
        assertThat(hand.read(stopped, "/home/from-running")).isEqualTo("back");
        assertThat(hand.read(stopped, "/home/by-link")).isEqualTo("link");
        inside.says("rm /home/* /box/proj/bin/tool");
    }

    @Test
    void ids_that_boxes_do_not_have_are_refused_and_the_last_one_is_not() {
        for (Box box : List.of(running, stopped)) {
            assertInvalid(
                    ErrorCode.INVALID_REQUEST,
                    () ->
                            hand.unpack(
                                    box,
                                    "/srv/ids",
                                    FilesInHand.archive(FilesInHand.file("a", 65_536, 0))),
                    "archive");
            assertInvalid(
                    ErrorCode.INVALID_REQUEST,
                    () ->
                            hand.unpack(
                                    box,
                                    "/srv/ids",
                                    FilesInHand.archive(FilesInHand.file("a", 0, 3_000_000_000L))),
                    "archive");
            hand.unpack(
                    box, "/srv/ids", FilesInHand.archive(FilesInHand.file("b", 65_535, 65_535)));

            assertThat(hand.list(box, "/srv/ids")).containsExactly("b");
            assertThat(files.show(box, project(), FilesInHand.path("/srv/ids/b")).uid())
                    .isEqualTo(65_535);
        }
    }

    @Test
    void what_is_no_archive_is_refused() {
        byte[] whole = FilesInHand.archive(FilesInHand.file("a", 0, 0));
        byte[] damaged = whole.clone();
        damaged[0] = 'b';
        for (byte[] wrong : List.of(new byte[0], damaged, Arrays.copyOf(whole, 700))) {
            assertInvalid(
                    ErrorCode.INVALID_REQUEST,
                    () -> hand.unpack(running, "/srv/wrong", wrong),
                    "archive");
        }
    }

    @Test
    void a_disk_that_is_full_is_said_to_be_and_keeps_the_old_file() {
        BoxSpec plain = BoxFixtures.plain();
        Box limited =
                machine.started(
                        new BoxSpec(
                                plain.base(),
                                new BoxConfig(
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.of(new Storage(1))),
                                plain.environment(),
                                plain.tags(),
                                plain.port(),
                                plain.grace(),
                                Isolation.HARDENED,
                                Attachments.NONE));
        try {
            hand.write(limited, "/srv/kept", "old");
            machine.inside(limited).says("fallocate -l 900M /most");

            Refusal full =
                    assertRefused(
                            ErrorCode.INSUFFICIENT_STORAGE,
                            () ->
                                    files.write(
                                            limited,
                                            project(),
                                            FilesInHand.path("/srv/kept"),
                                            Optional.empty(),
                                            new Endless()));

            assertThat(full).hasMessageContaining("full");
            assertThat(hand.read(limited, "/srv/kept")).isEqualTo("old");
            assertThat(hand.list(limited, "/srv")).containsExactly("kept");
            assertRefused(
                    ErrorCode.INSUFFICIENT_STORAGE,
                    () ->
                            hand.unpack(
                                    limited,
                                    "/srv/tree",
                                    FilesInHand.archive(
                                            new TarEntry(
                                                    Kind.FILE,
                                                    "big",
                                                    "",
                                                    0644,
                                                    0,
                                                    0,
                                                    400 << 20,
                                                    Instant.EPOCH))));
        } finally {
            machine.engine.remove(limited.uid());
        }
    }

    @Test
    void a_box_that_stops_meanwhile_is_said_to_and_nothing_is_left() throws IOException {
        Box leaving = machine.started(Isolation.HARDENED);
        machine.inside(leaving).says("fallocate -l 64M /srv/big");
        try (Download download = files.read(leaving, project(), FilesInHand.path("/srv/big"))) {
            machine.engine.stop(leaving.uid(), Duration.ZERO);
            machine.engine.remove(leaving.uid());

            assertRefused(ErrorCode.BOX_BUSY, () -> download.writeTo(new ByteArrayOutputStream()));
        }

        assertThat(files.show(leaving, project(), FilesInHand.path("/srv/big")).size())
                .isEqualTo(64L << 20);
    }

    @Test
    void a_long_listing_is_cut() {
        machine.inside(running).says("mkdir /srv/many && cd /srv/many && seq 10005 | xargs touch");

        assertThat(files.list(running, project(), FilesInHand.path("/srv/many")))
                .matches(listing -> listing.truncated() && listing.entries().size() == 10_000);
        machine.inside(running).says("rm -r /srv/many");
    }

    /** More than any disk has room for. */
    private static final class Endless extends InputStream {

        @Override
        public int read() {
            return 1;
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            return length;
        }
    }
}
