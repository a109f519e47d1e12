package zomg.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import zomg.it.harness.Race;

/** In short what {@code bench/race} does at length. */
@ExtendWith(Instance.Shared.class)
class RaceIT {

    private final Instance zomg;

    RaceIT(Instance zomg) {
        this.zomg = zomg;
    }

    @Test
    void of_many_that_want_one_name_at_once_one_gets_it() throws IOException {
        assertThat(new Race(zomg, System.out).run(3)).isEmpty();
    }
}
