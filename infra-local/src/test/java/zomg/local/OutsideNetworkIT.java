package zomg.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import zomg.fixture.Inside;
import zomg.model.box.Isolation;

/** Boxes on a host whose resolv.conf names a stub on its own loopback. */
class OutsideNetworkIT {

    @TempDir private Path directory;

    @Test
    void packages_are_installed_also_where_the_host_asks_a_stub_resolver() throws IOException {
        Path stub = Files.writeString(directory.resolve("stub"), "nameserver 127.0.0.53\n");
        try (LocalMachine machine = new LocalMachine(List.of(stub, Path.of("/etc/resolv.conf")))) {
            Inside box = machine.inside(machine.started(Isolation.HARDENED));

            assertThat(box.says("cat /etc/resolv.conf")).doesNotContain("127.0.0.53");
            box.says("apt-get update && apt-get install -y --no-install-recommends cowsay");

            assertThat(box.says("/usr/games/cowsay hello")).contains("< hello >");
        }
    }
}
