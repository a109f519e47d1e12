package zomg.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PortsTest {

    @Test
    void the_port_of_before_is_the_first_choice_unless_another_is_wanted() {
        int before = Ports.any();

        assertThat(Ports.choose(Optional.empty(), Optional.of(before))).isEqualTo(before);
        int wanted = Ports.any();
        assertThat(Ports.choose(Optional.of(wanted), Optional.of(before))).isEqualTo(wanted);
    }

    @Test
    void a_port_that_somebody_has_meanwhile_is_not_chosen() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int before = taken.getLocalPort();

            assertThat(Ports.choose(Optional.empty(), Optional.of(before))).isNotEqualTo(before);
        }
    }
}
