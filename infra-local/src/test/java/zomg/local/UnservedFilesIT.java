package zomg.local;

import static org.assertj.core.api.Assertions.assertThat;
import static zomg.fixture.Refusals.assertInvalid;
import static zomg.fixture.Refusals.assertRefused;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.fixture.BoxFixtures;
import zomg.fixture.Inside;
import zomg.model.box.Box;
import zomg.model.box.Isolation;
import zomg.model.exec.ExecRequest;
import zomg.runner.RunnerFiles;
import zomg.tar.TarEntry;
import zomg.tar.TarEntry.Kind;

/** What of boxes is not served, whatever leads there. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UnservedFilesIT {

    /** More with -Dzomg.swaps=100000. */
    private static final int SWAPS = Integer.getInteger("zomg.swaps", 2_000);

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

    @Test
    void tmp_and_run_are_a_running_boxes_only() {
        hand.write(running, "/tmp/one", "tmp");
        hand.write(running, "/run/two", "run");
        hand.write(running, "/dev/shm/three", "shm");

        assertThat(machine.inside(running).says("cat /tmp/one /run/two /dev/shm/three"))
                .isEqualTo("tmprunshm");
        assertThat(hand.read(running, "/run/two")).isEqualTo("run");
        notServed(() -> hand.write(stopped, "/tmp/one", "tmp"));
        notServed(() -> hand.write(stopped, "/run/two", "run"));
        notServed(() -> hand.write(stopped, "/proc/three", "proc"));
    }

    @Test
    void what_is_the_kernels_is_not_served_also_through_links_and_in_a_privileged_box() {
        Box privileged = machine.started(Isolation.PRIVILEGED);
        try {
            for (Box box : List.of(running, privileged)) {
                machine.inside(box)
                        .says(
                                "cd /srv && ln -sfn /proc/sys sys && ln -sfn ../proc proc && ln -sfn"
                                        + " /proc/self/root root && ln -sfn /dev dev && ln -sfn"
                                        + " /sys/fs/cgroup groups");
                for (String path :
                        new String[] {
                            "/proc/sys",
                            "/proc",
                            "/sys",
                            "/dev",
                            "/sys/fs/cgroup",
                            "/srv/sys",
                            "/srv/proc",
                            "/srv/dev",
                            "/srv/groups"
                        }) {
                    notServed(() -> files.show(box, machine.project, FilesInHand.path(path)));
                    notServed(() -> files.list(box, machine.project, FilesInHand.path(path)));
                    notServed(() -> hand.pack(box, path));
                    notServed(() -> hand.write(box, path + "/zomg-new", "x"));
                    notServed(() -> hand.write(box, path + "/zomg-new/er", "x"));
                    notServed(
                            () ->
                                    hand.unpack(
                                            box,
                                            path,
                                            FilesInHand.archive(FilesInHand.file("a", 0, 0))));
                }
                for (String path :
                        new String[] {
                            "/proc/sys/kernel/hostname",
                            "/srv/sys/kernel/hostname",
                            "/srv/proc/meminfo",
                            "/dev/null",
                            "/srv/dev/null"
                        }) {
                    notServed(() -> hand.read(box, path));
                    notServed(() -> hand.write(box, path, "x"));
                }
                assertInvalid(
                        ErrorCode.INVALID_REQUEST,
                        () -> hand.read(box, "/srv/root/etc/passwd"),
                        "path");
                machine.inside(box).denies("test -e /dev/zomg-new");
            }
        } finally {
            machine.engine.remove(privileged.uid());
        }
        machine.host("sh", "-c", "! test -e /dev/zomg-new");
    }

    @Test
    void fifos_sockets_and_devices_are_neither_read_nor_replaced_nor_unpacked() {
        Inside inside = machine.inside(running);
        inside.says("mkdir -p /srv/special && cd /srv/special && mkfifo fifo");
        inside.says("ln -sfn /dev/null /srv/special/null");
        notServed(() -> hand.read(running, "/srv/special/fifo"));
        notServed(() -> hand.write(running, "/srv/special/fifo", "x"));
        notServed(() -> hand.read(running, "/srv/special/null"));
        TarEntry device = new TarEntry(Kind.FILE, "fifo", "", 0644, 0, 0, 0, Instant.EPOCH);
        byte[] bytes = FilesInHand.archive(device);
        bytes[156] = '6';
        reseal(bytes);

        notServed(() -> hand.unpack(running, "/srv/special", bytes));

        assertThat(hand.list(running, "/srv/special")).containsExactly("fifo", "null");
        inside.says("rm -r /srv/special");
    }

    /** The kind of file was changed after it was written: so the sum over its header, too. */
    private static void reseal(byte[] bytes) {
        Arrays.fill(bytes, 148, 156, (byte) ' ');
        int sum = 0;
        for (int i = 0; i < 512; i++) {
            sum += bytes[i] & 0xff;
        }
        byte[] digits = "%06o\0 ".formatted(sum).getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(digits, 0, bytes, 148, digits.length);
    }

    @Test
    void a_link_that_is_swapped_all_the_time_never_leads_out() {
        Box privileged = machine.started(Isolation.PRIVILEGED);
        try {
            Inside inside = machine.inside(privileged);
            inside.says(
                    "mkdir -p /srv/swap/real /srv/swap/other && echo inside >/srv/swap/real/hostname");
            inside.says(
                    "ln -s ../../../../../../../../../../etc /srv/swap/link; ln -s /proc/sys/kernel"
                            + " /srv/swap/sys; echo inside >/etc/hostname");
            int swapper =
                    machine.processes.start(
                            privileged,
                            LocalMachine.randomUid(),
                            ExecRequest.of(
                                    "bash",
                                    "-c",
                                    "cd /srv/swap; while :; do for to in real link sys ../swap/real"
                                            + " /proc/1/root/etc; do ln -sfn $to next && mv -T next"
                                            + " place; done; done"));
            int served = 0;
            for (int i = 0; i < SWAPS; i++) {
                try {
                    assertThat(hand.read(privileged, "/srv/swap/place/hostname"))
                            .isEqualTo("inside\n");
                    served++;
                } catch (Refusal refused) {
                    assertThat(refused.code())
                            .isIn(
                                    ErrorCode.PATH_NOT_FOUND,
                                    ErrorCode.PATH_NOT_SERVED,
                                    ErrorCode.INVALID_REQUEST,
                                    ErrorCode.BOX_BUSY);
                }
            }
            assertThat(served).isPositive();
            inside.says("kill " + swapper);
        } finally {
            machine.engine.remove(privileged.uid());
        }
    }

    private static void notServed(ThrowingCallable call) {
        assertRefused(ErrorCode.PATH_NOT_SERVED, call);
    }
}
