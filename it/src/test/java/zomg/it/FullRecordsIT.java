package zomg.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import zomg.it.harness.FullRecords;

/** The file system of the records is full, and then it is not. */
@ExtendWith(Instance.Shared.class)
class FullRecordsIT {

    private final Instance zomg;

    FullRecordsIT(Instance zomg) {
        this.zomg = zomg;
    }

    @Test
    void changes_are_refused_until_there_is_room_and_then_go_on_without_a_restart()
            throws IOException {
        assertThat(new FullRecords(zomg).run()).isEmpty();
    }
}
