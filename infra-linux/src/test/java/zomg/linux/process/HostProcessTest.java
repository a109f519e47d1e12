package zomg.linux.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
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
                                assertThat(process.zombie()).isFalse();
                                assertThat(process.parent()).isEqualTo(self);
                            });
        } finally {
            odd.destroyForcibly();
        }
    }
}
