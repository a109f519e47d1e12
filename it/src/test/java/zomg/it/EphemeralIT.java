package zomg.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Boxes that are there for one command. */
@ExtendWith(Instance.Shared.class)
class EphemeralIT {

    private static final String NAME = "ephemeral-[0-9]+-[0-9]{13}";

    private final Instance zomg;

    EphemeralIT(Instance zomg) {
        this.zomg = zomg;
    }

    @Test
    void a_command_has_a_box_of_its_own() {
        Shell.Result version = zomg.zomg("exec", "-", "--", "python3", "--version");

        assertThat(version.ok()).startsWith("Python 3.");
        assertThat(version.err()).matches("ephemeral box: " + NAME + "\n");
        assertNoneIsLeft();
    }

    @Test
    void a_copy_has_one_too() {
        Shell.Result read = zomg.zomg("get", "-:/etc/boxes-env", "-");

        assertThat(read.ok()).containsPattern("BOX_NAME=\"" + NAME + "\"");
        assertThat(read.err()).matches("ephemeral box: " + NAME + "\n");
        assertThat(zomg.zomg("get", "default:-:/no/such", "-").exit()).isEqualTo(1);
        assertNoneIsLeft();
    }

    @Test
    void the_exit_code_is_the_commands_own() {
        assertThat(zomg.zomg("exec", "-", "--", "sh", "-c", "exit 7").exit()).isEqualTo(7);
        assertThat(zomg.zomg("exec", "-", "--wd", "/no/where", "--", "true").exit()).isNotZero();
        assertNoneIsLeft();
    }

    @Test
    void a_signal_goes_to_the_command_and_the_box_goes_after_it() throws InterruptedException {
        try (Running running = zomg.start("exec", "-", "--", "sh", "-c", "echo up; sleep 4715")) {
            running.awaitOut("up");
            running.signal("TERM");

            assertThat(running.exit()).isEqualTo(128 + 15);
        }
        assertNoneIsLeft();
    }

    @Test
    void who_insists_gets_away_and_so_does_the_box() throws InterruptedException {
        try (Running running =
                zomg.start("exec", "-", "--", "sh", "-c", "trap '' INT; echo up; sleep 4716")) {
            running.awaitOut("up");
            running.signal("INT");
            running.signal("INT");
            running.signal("INT");

            running.exit();
        }
        assertNoneIsLeft();
    }

    /** Whatever is under way then. */
    @ParameterizedTest
    @ValueSource(ints = {50, 150, 200, 250, 300})
    void a_signal_at_any_time_leaves_no_box(int millis) throws InterruptedException {
        try (Running running = zomg.start("exec", "-", "--", "sleep", "4717")) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
            running.signal("INT");

            assertThat(running.exit()).isNotZero();
        }
        assertNoneIsLeft();
    }

    private void assertNoneIsLeft() {
        String all = boxes();
        for (int left = 200; left > 0 && all.contains("ephemeral-"); left--) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            all = boxes();
        }
        assertThat(all).doesNotContain("ephemeral-");
    }

    private String boxes() {
        return zomg.zomg("list", "--all", "-q").ok();
    }
}
