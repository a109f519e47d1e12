package zomg.model.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

final class CauseTest {

    @Test
    void what_nobody_bound_is_the_server_s_own() {
        assertThat(Cause.current()).isEqualTo(Cause.SERVER);
    }

    @Test
    void what_is_bound_holds_for_this_work_only() {
        Cause request = Cause.request("r-1").by("ada");

        ScopedValue.where(Cause.CURRENT, request)
                .run(() -> assertThat(Cause.current()).isEqualTo(request));

        assertThat(Cause.current()).isEqualTo(Cause.SERVER);
    }

    @Test
    void another_reason_keeps_who_asked_and_under_which_id() {
        Cause imported = Cause.request("r-1").by("ada").because("token file");

        assertThat(imported)
                .isEqualTo(new Cause("token file", Optional.of("ada"), Optional.of("r-1")));
    }
}
