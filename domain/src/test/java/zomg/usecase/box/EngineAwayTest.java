package zomg.usecase.box;

import static org.assertj.core.api.Assertions.assertThat;
import static zomg.fixture.BoxFixtures.ref;
import static zomg.fixture.Refusals.assertRefused;

import java.io.OutputStream;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import zomg.error.ErrorCode;
import zomg.fixture.UseCases;
import zomg.memory.InMemoryMachine;
import zomg.model.base.Recipe;
import zomg.model.box.Box;
import zomg.model.id.BaseAlias;
import zomg.model.id.Uid;
import zomg.port.Boxes;

/** Who is refused because the engine does not answer finds everything as it was. */
final class EngineAwayTest {

    private final InMemoryMachine machine = new InMemoryMachine();
    private final UseCases zomg = new UseCases(machine);
    private List<Box> before;

    @BeforeEach
    void go_away() {
        zomg.create(ref("running"));
        zomg.create(ref("stopped"));
        zomg.stopBox().stop(ref("stopped"));
        before = records();
        machine.engine().goAway();
    }

    @AfterEach
    void nothing_has_changed() {
        assertThat(records()).isEqualTo(before);
        machine.engine().comeBack();
        assertThat(machine.engine().list()).containsExactly(before.getFirst().uid());
    }

    private List<Box> records() {
        return Boxes.Query.everything().in(machine.boxes()).toList();
    }

    @Test
    void no_box_is_made() {
        assertRefused(ErrorCode.ENGINE_UNAVAILABLE, () -> zomg.create(ref("web")));
    }

    @Test
    void no_base_is_built() {
        Set<Uid> bases = machine.baseStore().list();

        assertRefused(
                ErrorCode.ENGINE_UNAVAILABLE,
                () ->
                        zomg.buildBase()
                                .build(
                                        new Recipe(new BaseAlias("tools"), "true"),
                                        OutputStream.nullOutputStream()));

        assertThat(machine.baseStore().list()).isEqualTo(bases);
    }

    @Test
    void no_box_is_stopped() {
        assertRefused(ErrorCode.ENGINE_UNAVAILABLE, () -> zomg.stopBox().stop(ref("running")));
    }

    @Test
    void no_box_is_started() {
        assertRefused(ErrorCode.ENGINE_UNAVAILABLE, () -> zomg.resumeBox().resume(ref("stopped")));
    }
}
