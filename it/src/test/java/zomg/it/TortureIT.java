package zomg.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import zomg.it.harness.Torture;

/** In short what {@code bench/torture} does at length. */
@ExtendWith(Instance.Shared.class)
class TortureIT {

    private final Instance zomg;

    TortureIT(Instance zomg) {
        this.zomg = zomg;
    }

    @Test
    void servers_that_are_killed_under_load_lose_nothing_and_leave_nothing() throws IOException {
        assertThat(new Torture(zomg, 20, System.out).run(20)).isEmpty();
    }

    @Test
    void servers_that_are_told_to_end_under_load_do_so_in_time_and_lose_nothing()
            throws IOException {
        assertThat(new Torture(zomg, 3, System.out).runWithTerms(3)).isEmpty();
    }

    @Test
    void power_cuts_under_load_lose_nothing_that_was_answered() throws IOException {
        assertThat(new Torture(zomg, 3, System.out).runWithPowerCuts(3)).isEmpty();
    }
}
