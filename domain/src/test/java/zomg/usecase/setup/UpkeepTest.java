package zomg.usecase.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static zomg.fixture.BoxAssert.assertThat;
import static zomg.fixture.BoxFixtures.ref;
import static zomg.fixture.Refusals.assertRefused;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.fixture.UseCases;
import zomg.memory.InMemoryMachine;
import zomg.model.box.Box;
import zomg.model.exec.ExecEnd;

final class UpkeepTest {

    private static final Finding FLUSHED = Finding.ofPart("network", "the table of rules is gone");

    private final InMemoryMachine machine = new InMemoryMachine();
    private final UseCases zomg = new UseCases(machine);
    private final Upkeep upkeep = zomg.upkeep();

    @BeforeEach
    void setUp() {
        machine.processes().playNext("", new ExecEnd.Exited(0));
        zomg.setUpMachine().run(_ -> {});
    }

    @Test
    void a_machine_in_order_is_left_alone() {
        zomg.create(ref("web"));
        List<String> before = machine.journal();

        assertThat(upkeep.look().findings()).isEmpty();
        assertThat(upkeep.repair()).isEqualTo(new Upkeep.Report(List.of(), true));

        assertThat(machine.journal()).isEqualTo(before);
    }

    @Test
    void a_part_that_somebody_broke_is_set_up_again() {
        machine.network().breakDown("the table of rules is gone");

        assertThat(upkeep.look().findings()).containsExactly(FLUSHED);
        assertThat(upkeep.repair().findings()).containsExactly(FLUSHED.done());

        assertThat(machine.journal()).endsWith("prepare network");
        assertThat(upkeep.look().findings()).isEmpty();
    }

    @Test
    void what_cannot_be_mended_makes_the_server_unready_until_it_is() {
        Refusal reason = new Refusal(ErrorCode.ENGINE_UNAVAILABLE, "nft is not installed");
        machine.network().breakDown("the table of rules is gone");
        machine.network().failNextPrepare(reason);

        assertThat(upkeep.repair().findings())
                .containsExactly(FLUSHED.cannot("nft is not installed", reason));
        assertThat(zomg.setUpMachine().progress().isReady()).isFalse();
        assertThat(upkeep.look().findings())
                .containsExactly(FLUSHED.cannot("nft is not installed"));

        assertThat(upkeep.repair().findings()).containsExactly(FLUSHED.done());
        assertThat(zomg.setUpMachine().progress().isReady()).isTrue();
    }

    /** Without its pool, say, every root would be lost. */
    @Test
    void boxes_are_not_judged_on_a_broken_machine() {
        Box box = zomg.create(ref("web"));
        machine.roots().delete(box.uid());
        machine.network().breakDown("the table of rules is gone");
        machine.network().failNextPrepare(new IllegalStateException("no"));

        assertThat(upkeep.look()).isEqualTo(new Upkeep.Report(List.of(FLUSHED), false));
        assertThat(upkeep.repair().boxesLookedAt()).isFalse();

        assertThat(zomg.showBox().show(box.ref())).isRunning();
    }

    @Test
    void nothing_comes_back_once_the_server_goes_down() {
        Box box = zomg.create(ref("web"));
        machine.engine().die(box.uid());

        upkeep.end();

        assertThat(assertRefused(ErrorCode.ENGINE_UNAVAILABLE, upkeep::repair))
                .hasMessage("the server is shutting down");
        assertThat(machine.engine().isRunning(box.uid())).isFalse();
    }
}
