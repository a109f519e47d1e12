package zomg.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import zomg.fixture.Inside;
import zomg.linux.process.HostProcess;
import zomg.model.box.Box;
import zomg.model.box.Isolation;
import zomg.model.exec.ExecEnd;
import zomg.model.exec.ExecRequest;

/** Boxes whose processes, mounts and files resist their end. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StubbornBoxIT {

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration QUICK = Duration.ofSeconds(8);
    private static final int EXECS = 1000;
    private static final int AT_ONCE = 4;

    /**
     * A terminal whose other end outlives a TERM, with a shell on it that says when it hangs up.
     */
    private static final String SHELL_ON_A_TERMINAL =
            """
            cat >/tmp/terminal.pl <<'END'
            use POSIX;
            $SIG{TERM} = "IGNORE";
            open(my $master, "+<", "/dev/ptmx") or die;
            my $unlocked = pack("i", 0);
            ioctl($master, 0x40045431, $unlocked) or die;
            my $number = pack("i", 0);
            ioctl($master, 0x80045430, $number) or die;
            if (fork() == 0) {
                POSIX::setsid();
                open(my $own, "+<", "/dev/pts/" . unpack("i", $number)) or die;
                ioctl($own, 0x540E, 0);
                POSIX::dup2(fileno($own), $_) for 0 .. 2;
                exec("/bin/bash", "--norc", "--noediting", "-i");
            }
            until (-e "/tmp/ready") {
                syswrite($master, "trap 'echo hung up >/root/ended; exit' HUP; touch /tmp/ready\\n");
                select(undef, undef, undef, 0.2);
            }
            sleep(1000);
            END
            setsid perl /tmp/terminal.pl </dev/null >/dev/null 2>&1 &
            until test -e /tmp/ready; do sleep 0.01; done
            """;

    private static final String TWENTY_MOUNTS =
            """
            for i in 1 2 3 4 5; do
                mkdir -p /mnt/t$i /mnt/b$i /mnt/o$i /mnt/p$i
                mount -t tmpfs none /mnt/t$i
                mount --rbind /usr /mnt/b$i
                mkdir -p /mnt/t$i/l /mnt/t$i/u /mnt/t$i/w
                mount -t overlay -o lowerdir=/mnt/t$i/l,upperdir=/mnt/t$i/u,workdir=/mnt/t$i/w none /mnt/o$i
                mount -t proc none /mnt/p$i
            done
            """;

    /**
     * Files that are open, a directory that is somebody's, forks without end, a wait in the kernel.
     */
    private static final String BUSY_PROCESSES =
            """
            mkdir -p /srv/cwd
            (cd /srv/cwd && exec setsid sh -c 'trap "" TERM HUP; exec sleep 4721 9>/srv/cwd/open') \
                >/dev/null 2>&1 &
            setsid sh -c 'trap "" TERM HUP; while :; do (sleep 0.01 &); done' >/dev/null 2>&1 &
            setsid perl -e '$SIG{TERM} = "IGNORE"; syscall(58) or sleep 1000' >/dev/null 2>&1 &
            setsid sh -c 'kill -STOP $$' >/dev/null 2>&1 &
            sleep 0.3
            """;

    private LocalMachine machine;

    @BeforeAll
    void open() {
        machine = LocalMachine.open();
    }

    @AfterEach
    void removeBoxes() {
        machine.removeBoxes();
    }

    @AfterAll
    void close() throws IOException {
        machine.close();
    }

    @Test
    void a_shell_that_ignores_term_is_told_by_its_terminal() {
        Box box = machine.started(Isolation.HARDENED);
        machine.inside(box).says(SHELL_ON_A_TERMINAL);

        machine.engine.stop(box.uid(), Duration.ofSeconds(1));

        assertThat(machine.pool.root(box.uid()).resolve("root/ended")).hasContent("hung up");
    }

    @Test
    void a_shell_in_a_terminal_program_ends_at_once() {
        Box box = machine.started(Isolation.HARDENED);
        machine.inside(box)
                .says(
                        "mkfifo /tmp/in; setsid sh -c 'exec sleep 1000 >/tmp/in' &"
                                + " setsid script -qfc 'bash --norc -i' /tmp/typescript </tmp/in"
                                + " >/dev/null 2>&1 &"
                                + " until grep -qs '[$#]' /tmp/typescript; do sleep 0.01; done");

        assertThat(timeOf(() -> machine.engine.stop(box.uid(), LONG))).isLessThan(QUICK);
    }

    @Test
    void a_stopped_process_goes_on_so_that_it_can_end() {
        Box box = machine.started(Isolation.HARDENED);
        machine.inside(box)
                .says(
                        "setsid sh -c 'trap \"echo ended >/root/ended; exit\" TERM; touch /tmp/ready;"
                                + " kill -STOP $$; while :; do sleep 0.01; done' >/dev/null 2>&1 &"
                                + " until test -e /tmp/ready; do sleep 0.01; done; sleep 0.1");

        assertThat(timeOf(() -> machine.engine.stop(box.uid(), LONG))).isLessThan(QUICK);

        assertThat(machine.pool.root(box.uid()).resolve("root/ended")).hasContent("ended");
    }

    @Test
    void what_a_process_starts_when_it_is_asked_to_end_is_asked_too() {
        Box box = machine.started(Isolation.HARDENED);
        machine.inside(box)
                .says(
                        "setsid sh -c 'trap \"setsid sleep 4722 & exit\" TERM; touch /tmp/ready;"
                                + " while :; do sleep 0.01; done' >/dev/null 2>&1 &"
                                + " until test -e /tmp/ready; do sleep 0.01; done");

        assertThat(timeOf(() -> machine.engine.stop(box.uid(), LONG))).isLessThan(QUICK);
    }

    @ParameterizedTest
    @EnumSource(Isolation.class)
    void nothing_that_a_user_did_keeps_a_box_from_being_deleted(Isolation isolation)
            throws IOException {
        Box box = machine.started(isolation);
        String uid = box.uid().value();
        Path root = machine.pool.root(box.uid());
        Inside inside = machine.inside(box);
        inside.says("set -e\n" + TWENTY_MOUNTS);
        nest(root);
        if (isolation == Isolation.PRIVILEGED) {
            inside.says("touch /srv/fixed; chattr +i /srv/fixed /srv/nested /");
        }
        inside.says(BUSY_PROCESSES);

        Duration taken =
                timeOf(
                        () -> {
                            machine.engine.stop(box.uid(), Duration.ofMillis(200));
                            machine.engine.remove(box.uid());
                            machine.subvolumes.delete(root);
                        });

        assertThat(taken).isLessThan(QUICK);
        assertThat(root).doesNotExist();
        assertThat(machine.host("btrfs", "subvolume", "list", machine.pool.pool().toString()))
                .doesNotContain(uid);
        assertThat(Files.readString(Path.of("/proc/self/mountinfo"))).doesNotContain(uid);
        assertThat(machine.cgroups.directories(uid)).noneMatch(Files::exists);
        assertThat(machine.runDirectory.resolve("boxes").resolve(uid)).doesNotExist();
    }

    private void nest(Path root) {
        Path nested = root.resolve("srv/nested");
        machine.subvolumes.create(nested);
        Path deep = nested;
        for (int i = 0; i < 30; i++) {
            deep = deep.resolve("d");
            machine.subvolumes.create(deep);
        }
        for (int i = 0; i < 30; i++) {
            machine.subvolumes.snapshot(nested, root.resolve("srv/frozen" + i), true);
        }
    }

    @Test
    void a_thousand_double_forked_commands_leave_no_zombie_and_no_descriptor()
            throws InterruptedException, ExecutionException {
        Box box = machine.started(Isolation.HARDENED);
        exec(box);
        long descriptors = descriptors();

        try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < EXECS; i++) {
                all.add(threads.submit(() -> exec(box)));
            }
            for (Future<?> one : all) {
                one.get();
            }
        }
        machine.processes.start(box, LocalMachine.randomUid(), ExecRequest.of("true"));

        eventually(() -> machine.cgroups.processes(box.uid().value()).size() == 2);
        eventually(() -> zombiesBelowUs() == 0);
        eventually(() -> descriptors() <= descriptors + AT_ONCE);
    }

    private void exec(Box box) {
        ExecEnd end =
                machine.processes.run(
                        box,
                        ExecRequest.of("sh", "-c", "(setsid sleep 0.01 &) >/dev/null 2>&1"),
                        new ByteArrayOutputStream(),
                        new ByteArrayOutputStream());
        assertThat(end).isEqualTo(new ExecEnd.Exited(0));
    }

    private static long zombiesBelowUs() {
        int self = (int) ProcessHandle.current().pid();
        return ProcessHandle.allProcesses()
                .flatMap(one -> HostProcess.find((int) one.pid()).stream())
                .filter(one -> one.parent() == self && one.isZombie())
                .count();
    }

    private static long descriptors() {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static Duration timeOf(Runnable work) {
        long begin = System.nanoTime();
        work.run();
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    private static void eventually(BooleanSupplier condition) {
        long deadline = System.nanoTime() + LONG.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("it did not happen in time").isLessThan(deadline);
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
    }
}
