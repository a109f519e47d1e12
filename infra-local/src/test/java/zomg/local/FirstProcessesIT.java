package zomg.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import zomg.linux.process.HostProcess;
import zomg.linux.process.ProcessIdentity;
import zomg.model.id.Uid;

class FirstProcessesIT {

    private static final Duration LONG = Duration.ofSeconds(20);

    private final LocalMachine machine = LocalMachine.open();
    private final List<Process> processes = new ArrayList<>();

    @BeforeEach
    void forgetOldEnds() {
        machine.ends.await(Duration.ofMillis(1));
    }

    @AfterEach
    void close() throws IOException {
        processes.forEach(Process::destroyForcibly);
        machine.close();
    }

    @Test
    void the_end_of_a_first_process_is_told_at_once_and_once() throws IOException {
        Uid ends = LocalMachine.randomUid();
        Uid stays = LocalMachine.randomUid();
        Process process = sleeper(ends);
        sleeper(stays);
        assertThat(machine.ends.await(Duration.ofMillis(50))).isEmpty();

        process.destroyForcibly();
        long begin = System.nanoTime();

        assertThat(machine.ends.await(LONG)).containsExactly(ends);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(1));
        assertThat(machine.ends.await(Duration.ofMillis(50))).isEmpty();
    }

    @Test
    void a_process_that_is_watched_while_somebody_waits_is_told_too()
            throws IOException, InterruptedException {
        Uid ends = LocalMachine.randomUid();
        List<Set<Uid>> told = new ArrayList<>();
        Thread waiting = Thread.ofPlatform().start(() -> told.add(machine.ends.await(LONG)));

        sleeper(ends).destroyForcibly();

        assertThat(waiting.join(LONG)).isTrue();
        assertThat(told).containsExactly(Set.of(ends));
    }

    @Test
    void one_that_has_ended_already_is_told_and_a_forgotten_one_is_not()
            throws IOException, InterruptedException {
        Uid gone = LocalMachine.randomUid();
        Uid forgotten = LocalMachine.randomUid();
        machine.ends.watch(gone, new ProcessIdentity(1, 1));
        Process process = sleeper(forgotten);
        machine.ends.forget(forgotten);
        process.destroyForcibly().waitFor();

        assertThat(machine.ends.await(Duration.ofMillis(50))).containsExactly(gone);
    }

    @Test
    void five_hundred_are_watched_at_no_cost_while_none_ends() throws IOException {
        List<Uid> uids = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            Uid uid = LocalMachine.randomUid();
            uids.add(uid);
            sleeper(uid);
        }
        assertThat(machine.ends.await(Duration.ofMillis(200))).isEmpty();

        processes.forEach(Process::destroyForcibly);

        List<Uid> told = new ArrayList<>();
        long deadline = System.nanoTime() + LONG.toNanos();
        while (told.size() < uids.size() && System.nanoTime() < deadline) {
            told.addAll(machine.ends.await(Duration.ofSeconds(1)));
        }
        assertThat(told).containsExactlyInAnyOrderElementsOf(uids);
    }

    private Process sleeper(Uid uid) throws IOException {
        Process process = new ProcessBuilder("sleep", "600").start();
        processes.add(process);
        int pid = (int) process.pid();
        machine.ends.watch(uid, ProcessIdentity.of(HostProcess.find(pid).orElseThrow()));
        return process;
    }
}
