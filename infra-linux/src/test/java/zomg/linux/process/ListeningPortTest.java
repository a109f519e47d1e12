package zomg.linux.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ListeningPortTest {

    private static final String LISTEN =
            "import socket,sys;s=socket.create_server(('127.0.0.1',0));"
                    + "print(s.getsockname()[1],flush=True);sys.stdin.read()";

    @Test
    void a_port_of_our_own_is_ours_until_it_is_closed() throws IOException {
        ListeningPort port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = new ListeningPort(socket.getLocalPort());
            assertThat(port.holder()).isEqualTo(ListeningPort.Holder.US);
        }
        assertThat(port.holder()).isEqualTo(ListeningPort.Holder.NOBODY);
    }

    @Test
    void a_port_of_another_process_is_not() throws IOException, InterruptedException {
        Process other = new ProcessBuilder("python3", "-c", LISTEN).start();
        try (BufferedReader said = other.inputReader()) {
            ListeningPort port = new ListeningPort(Integer.parseInt(said.readLine()));

            assertThat(port.holder()).isEqualTo(ListeningPort.Holder.ANOTHER);

            other.getOutputStream().close();
            assertThat(other.waitFor(1, TimeUnit.MINUTES)).isTrue();
            assertThat(port.holder()).isEqualTo(ListeningPort.Holder.NOBODY);
        }
    }
}
