package zomg.btrfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import zomg.error.Refusal;
import zomg.linux.process.CommandRunner;
import zomg.model.base.BaseSource.Suite;
import zomg.model.base.BaseSource.Vendor;

class BootstrapIT {

    private HttpServer mirror;

    /** It has nothing at all. */
    @BeforeEach
    void openMirror() throws IOException {
        mirror = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        mirror.start();
    }

    @AfterEach
    void closeMirror() {
        mirror.stop(0);
    }

    @Test
    void who_cannot_fetch_is_told_what_debootstrap_said_and_nothing_else(@TempDir Path directory) {
        String url = "http://127.0.0.1:%d/debian".formatted(mirror.getAddress().getPort());
        Distribution nowhere =
                Distribution.of(new Suite(Vendor.DEBIAN, "bookworm"), url, directory);
        Bootstrap bootstrap = new Bootstrap(new CommandRunner(), Duration.ofMinutes(1));

        assertThat(bootstrap.probe(nowhere)).isEqualTo(Bootstrap.Probe.NO_SUCH_SUITE);
        assertThat(catchThrowable(() -> bootstrap.fetch(nowhere, directory)))
                .isInstanceOf(Refusal.class)
                .hasMessageStartingWith("Debian bookworm from %s cannot be fetched: ", url)
                .hasMessageContaining("E: Failed getting release file")
                .hasMessageNotContainingAny("--variant", "/proc/self/mounts");
    }
}
