package zomg.cli.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import zomg.cli.local.Machine.Outcome;
import zomg.cli.support.Failure;

/** The unit as systemd itself judges it; a machine that systemd does not run. */
class SystemdServiceTest {

    @TempDir Path folder;

    private final Machine machine = new Machine();
    private ServiceUnit unit;

    @BeforeEach
    void install() throws IOException {
        Places places = new Places(made("state 100%"), made("run"));
        Installation installation = new Installation(made("opt 5% $x"));
        for (Path program : new Path[] {installation.server(), installation.command()}) {
            Files.createDirectories(program.getParent());
            Files.writeString(program, "#!/bin/sh\n");
            Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        unit = new ServiceUnit(places, installation);
    }

    private Path made(String name) throws IOException {
        return Files.createDirectory(folder.resolve(name));
    }

    private SystemdService service() {
        return new SystemdService(folder, folder.resolve("no-systemd"), "zomg-test", machine);
    }

    @Test
    void systemd_finds_nothing_wrong_with_the_unit_whatever_the_folders_are_called() {
        service().install(unit, Map.of());

        Outcome check =
                machine.run("", List.of("systemd-analyze", "verify", service().unit().toString()));
        assertThat(check).isEqualTo(new Outcome(0, ""));
        assertThat(service().isInstalled()).isTrue();
    }

    @Test
    void the_unit_spares_boxes_and_gives_the_server_time_to_end() {
        assertThat(unit.text())
                .contains(
                        "\nKillMode=process\n",
                        "\nDelegate=yes\n",
                        "\nRestart=on-failure\n",
                        "\nSuccessExitStatus=143\n",
                        "\nTimeoutStopSec=40\n",
                        "\nWantedBy=multi-user.target\n");
    }

    @Test
    void the_environment_is_for_root_alone_and_survives_its_quotes() throws IOException {
        service().install(unit, Map.of("ZOMG_B", "a \"b\" $c `d` \\e", "ZOMG_A", "1"));

        assertThat(unit.environmentFile())
                .hasContent("ZOMG_A=\"1\"\nZOMG_B=\"a \\\"b\\\" \\$c \\`d\\` \\\\e\"\n");
        assertThat(Files.getPosixFilePermissions(unit.environmentFile()))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(unit.text()).doesNotContain("ZOMG_A");
    }

    @Test
    void a_unit_of_somebody_else_is_left_as_it_is() throws IOException {
        Files.writeString(service().unit(), "[Service]\nExecStart=/bin/true\n");

        assertThatThrownBy(() -> service().install(unit, Map.of()))
                .isInstanceOf(Failure.class)
                .hasMessage(service().unit() + " is not zomg's and was left as it is");
        service().remove();

        assertThat(service().unit()).hasContent("[Service]\nExecStart=/bin/true\n");
    }

    @Test
    void where_systemd_does_not_run_nothing_is_asked_of_it() throws IOException {
        service().install(unit, Map.of());

        assertThat(service().isManaged()).isFalse();
        assertThat(service().isActive()).isFalse();
        service().stop();
        service().disable();
        service().remove();

        assertThat(service().unit()).doesNotExist();
    }
}
