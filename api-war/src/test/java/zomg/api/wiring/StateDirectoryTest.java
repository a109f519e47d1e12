package zomg.api.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import zomg.db.Owner;

class StateDirectoryTest {

    @TempDir Path parent;

    @Test
    void two_servers_do_not_share_it() {
        StateDirectory state = new StateDirectory(parent.resolve("state"));

        try (StateDirectory.Lock lock = state.lock()) {
            assertThat(lock).isNotNull();
            assertThatIllegalStateException()
                    .isThrownBy(state::lock)
                    .withMessageContaining("another server uses");
        }
        state.lock().close();
    }

    @Test
    void it_is_private() throws IOException {
        Path path = parent.resolve("state");

        new StateDirectory(path).lock().close();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rwx------");
    }

    @Test
    void the_instance_is_made_once() {
        StateDirectory state = new StateDirectory(parent);

        String instance = state.instance(new RandomIds());

        assertThat(instance).matches("[a-z2-7]{4}");
        assertThat(state.instance(new RandomIds())).isEqualTo(instance);
    }

    @Test
    void a_foreign_instance_is_refused() throws IOException {
        Files.writeString(parent.resolve("instance"), "../x");

        assertThatIllegalStateException()
                .isThrownBy(() -> new StateDirectory(parent).instance(new RandomIds()));
    }

    @Test
    void a_database_knows_a_server_by_its_state_directory_wherever_that_is() throws IOException {
        Path state = Files.createDirectory(parent.resolve("state"));
        Owner owner = new StateDirectory(state).owner(new RandomIds());

        Path moved = Files.move(state, parent.resolve("moved"));
        Owner same = new StateDirectory(moved).owner(new RandomIds());
        Owner other =
                new StateDirectory(Files.createDirectory(parent.resolve("other")))
                        .owner(new RandomIds());

        assertThat(same.id()).isEqualTo(owner.id()).isNotEqualTo(other.id());
        assertThat(same.place()).startsWith(moved + " on ");
    }
}
