package zomg.linux.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HostProcessTest {

    private final int self = (int) ProcessHandle.current().pid();

    @Test
    void a_live_process_is_found_by_pid_and_start_time() {
        HostProcess found = HostProcess.find(self).orElseThrow();

        assertThat(HostProcess.find(self, found.startTime())).contains(found);
        assertThat(found.parent())
                .isEqualTo((int) ProcessHandle.current().parent().orElseThrow().pid());
    }

    @Test
    void a_process_that_was_stopped_and_one_with_a_terminal_are_told() throws IOException {
        Process shell =
                new ProcessBuilder("script", "-qc", "kill -STOP $$", "/dev/null")
                        .redirectErrorStream(true)
                        .start();
        try {
            long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
            Optional<HostProcess> stopped = Optional.empty();
            while (stopped.isEmpty() && System.nanoTime() < deadline) {
                stopped =
                        shell.descendants()
                                .flatMap(one -> HostProcess.find((int) one.pid()).stream())
                                .filter(HostProcess::isStopped)
                                .findFirst();
            }

            assertThat(stopped).hasValueSatisfying(one -> assertThat(one.hasTerminal()).isTrue());
            assertThat(HostProcess.find(self).orElseThrow().isStopped()).isFalse();
        } finally {
            shell.descendants().forEach(ProcessHandle::destroyForcibly);
            shell.destroyForcibly();
        }
    }

    @Test
    void another_start_time_is_another_process() {
        HostProcess found = HostProcess.find(self).orElseThrow();

        assertThat(HostProcess.find(self, found.startTime() + 1)).isEmpty();
    }

    @Test
    void a_name_with_spaces_and_parentheses_confuses_nobody() throws IOException {
        Process odd =
                new ProcessBuilder("/bin/bash", "-c", "printf ') Z 1 (' >/proc/$$/comm; read -r; :")
                        .start();
        try {
            int pid = (int) odd.pid();

            assertThat(HostProcess.find(pid))
                    .hasValueSatisfying(
                            process -> {
                                assertThat(process.isZombie()).isFalse();
                                assertThat(process.parent()).isEqualTo(self);
                            });
        } finally {
            odd.destroyForcibly();
        }
    }
}
