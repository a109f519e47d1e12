package zomg.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import zomg.it.harness.Cuts;

/** In short what {@code bench/cuts} does at length. */
@ExtendWith(Instance.Shared.class)
class CutsIT {

    private final Instance zomg;

    CutsIT(Instance zomg) {
        this.zomg = zomg;
    }

    @Test
    void connections_are_cut_and_the_server_is_killed_and_nothing_is_lost() throws IOException {
        assertThat(new Cuts(zomg, System.nanoTime(), System.out).run(24, 2)).isEmpty();
    }
}
