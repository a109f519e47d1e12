package zomg.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import zomg.it.harness.Fuzz;

/**
 * In short what {@code bench/fuzz} does at length; on a server of its own, because what is asked
 * may be to delete or replace a base.
 */
@ExtendWith(Instance.Shared.class)
class FuzzIT {

    private final Instance zomg;

    FuzzIT(Instance zomg) {
        this.zomg = zomg;
    }

    @Test
    void nothing_that_is_asked_is_a_fault_of_the_server_or_hangs_it() throws IOException {
        try (Instance own = zomg.beside()) {
            assertThat(new Fuzz(own, 20, System.out).run(10_000)).isEmpty();
        }
    }
}
