package zomg.usecase.box;

import static org.assertj.core.api.Assertions.assertThat;
import static zomg.fixture.BoxFixtures.ref;
import static zomg.fixture.Refusals.assertRefused;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import zomg.contract.BoxNetworkContract;
import zomg.error.ErrorCode;
import zomg.fixture.UseCases;
import zomg.memory.InMemoryBoxNetwork;
import zomg.memory.InMemoryMachine;
import zomg.port.Tunnel;

final class OpenTunnelTest {

    private final InMemoryMachine machine = new InMemoryMachine();
    private final UseCases zomg = new UseCases(machine);
    private final OpenTunnel openTunnel =
            new OpenTunnel(new InMemoryBoxNetwork(machine.engine()), zomg.showBox(), 1);

    @BeforeEach
    void create() {
        zomg.create(ref("web"));
    }

    @Test
    void messages_go_there_and_back() {
        try (Tunnel tunnel = openTunnel.open(ref("web"))) {
            tunnel.send(BoxNetworkContract.open(1, 80));
            assertThat(tunnel.next()).isPresent();
            tunnel.hangUp();
            assertThat(tunnel.next()).isEmpty();
        }
    }

    @Test
    void a_box_that_is_not_there_or_does_not_run_is_refused() {
        assertRefused(ErrorCode.BOX_NOT_FOUND, () -> openTunnel.open(ref("other")));
        zomg.stopBox().stop(ref("web"));
        assertRefused(ErrorCode.BOX_NOT_RUNNING, () -> openTunnel.open(ref("web")));
    }

    @Test
    void a_place_is_given_back_once() {
        Tunnel first = openTunnel.open(ref("web"));
        assertRefused(ErrorCode.BUSY, () -> openTunnel.open(ref("web")));

        first.close();
        first.close();

        openTunnel.open(ref("web"));
        assertRefused(ErrorCode.BUSY, () -> openTunnel.open(ref("web")));
    }
}
