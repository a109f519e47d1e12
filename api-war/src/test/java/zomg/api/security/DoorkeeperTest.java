package zomg.api.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.InstantSource;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.memory.InMemoryTokens;
import zomg.model.access.Principal;
import zomg.model.access.Role;
import zomg.usecase.access.Authenticate;
import zomg.usecase.access.Tickets;

class DoorkeeperTest {

    private static final Principal ADA = new Principal("ada", Role.DEVELOPER);
    private static final String SECRET = "A".repeat(43);

    @TempDir Path directory;

    private final Tickets tickets =
            new Tickets(InstantSource.system(), () -> UUID.randomUUID().toString());
    private Path file;
    private Doorkeeper doorkeeper;

    @BeforeEach
    void keepTheDoor() {
        file = directory.resolve("tokens.json");
        InMemoryTokens tokens = new InMemoryTokens();
        doorkeeper = new Doorkeeper(new Authenticate(tokens), new TokenFile(file, tokens), tickets);
    }

    @Test
    void who_has_a_token_of_the_file_may_come_in() throws IOException {
        write(token("aaaaaaaaaaaa", "root", "admin"), 1);

        Principal principal = doorkeeper.admit("POST", bearer("aaaaaaaaaaaa", SECRET));

        assertThat(principal).isEqualTo(new Principal("root", Role.ADMIN));
    }

    @Test
    void a_token_that_is_made_while_the_server_runs_is_found() throws IOException {
        write(token("aaaaaaaaaaaa", "root", "admin"), 1);
        doorkeeper.admit("GET", bearer("aaaaaaaaaaaa", SECRET));
        write(token("bbbbbbbbbbbb", "ada", "developer"), 2);

        Principal principal = doorkeeper.admit("GET", bearer("bbbbbbbbbbbb", SECRET));

        assertThat(principal.name()).isEqualTo("ada");
    }

    @Test
    void a_socket_is_opened_by_a_ticket_once() {
        String query = "command=true&ticket=" + tickets.issue(ADA).secret() + "&tty=true";

        assertThat(doorkeeper.admitToSocket(null, query)).isEqualTo(ADA);
        assertThat(refusal(() -> doorkeeper.admitToSocket(null, query)))
                .isEqualTo(ErrorCode.UNAUTHENTICATED);
    }

    @Test
    void a_ticket_counts_only_where_there_is_no_token_and_only_for_developers() {
        String ada = "ticket=" + tickets.issue(ADA).secret();
        String eve = "ticket=" + tickets.issue(new Principal("eve", Role.VIEWER)).secret();

        assertThat(refusal(() -> doorkeeper.admitToSocket("Bearer zomg_wrong", ada)))
                .isEqualTo(ErrorCode.UNAUTHENTICATED);
        assertThat(refusal(() -> doorkeeper.admitToSocket(null, eve)))
                .isEqualTo(ErrorCode.ROLE_REQUIRED);
        assertThat(refusal(() -> doorkeeper.admitToSocket(null, "command=ticket=x")))
                .isEqualTo(ErrorCode.UNAUTHENTICATED);
        assertThat(refusal(() -> doorkeeper.admitToSocket(null, null)))
                .isEqualTo(ErrorCode.UNAUTHENTICATED);
        assertThat(doorkeeper.admitToSocket(null, ada)).isEqualTo(ADA);
    }

    private static ErrorCode refusal(ThrowingCallable call) {
        return catchThrowableOfType(Refusal.class, call).code();
    }

    @Test
    void a_new_token_of_the_same_owner_ends_the_old_one() throws IOException {
        write(token("aaaaaaaaaaaa", "root", "admin"), 1);
        doorkeeper.admit("GET", bearer("aaaaaaaaaaaa", SECRET));
        write(token("bbbbbbbbbbbb", "root", "admin"), 2);
        doorkeeper.admit("GET", bearer("bbbbbbbbbbbb", SECRET));

        assertThat(code("GET", bearer("aaaaaaaaaaaa", SECRET)))
                .isEqualTo(ErrorCode.UNAUTHENTICATED);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "Bearer",
                "Bearer ",
                "Bearer x",
                "Basic cm9vdDp4",
                "zomg_aaaaaaaaaaaa_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "Bearer zomg_aaaaaaaaaaaa_BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB",
                "Bearer zomg_bbbbbbbbbbbb_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "Bearer zomg_aaaaaaaaaaaa_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA x"
            })
    void nobody_else_may(String authorization) throws IOException {
        write(token("aaaaaaaaaaaa", "root", "admin"), 1);

        assertThat(code("GET", authorization)).isEqualTo(ErrorCode.UNAUTHENTICATED);
    }

    @Test
    void without_a_file_nobody_may() {
        assertThat(code("GET", bearer("aaaaaaaaaaaa", SECRET)))
                .isEqualTo(ErrorCode.UNAUTHENTICATED);
    }

    @Test
    void a_viewer_looks_and_changes_nothing() throws IOException {
        write(token("aaaaaaaaaaaa", "eve", "viewer"), 1);
        String token = bearer("aaaaaaaaaaaa", SECRET);

        assertThat(doorkeeper.admit("GET", token).role()).isEqualTo(Role.VIEWER);
        assertThat(code("DELETE", token)).isEqualTo(ErrorCode.ROLE_REQUIRED);
        assertThat(code("delete", token)).isEqualTo(ErrorCode.ROLE_REQUIRED);
    }

    private ErrorCode code(String method, String authorization) {
        return catchThrowableOfType(Refusal.class, () -> doorkeeper.admit(method, authorization))
                .code();
    }

    private static String bearer(String id, String secret) {
        return "Bearer zomg_%s_%s".formatted(id, secret);
    }

    private static String token(String id, String owner, String role) {
        return "[{\"id\":\"%s\",\"owner\":\"%s\",\"role\":\"%s\",\"secret_hash\":\"%s\"}]"
                .formatted(id, owner, role, Authenticate.hash(SECRET));
    }

    private void write(String tokens, int second) throws IOException {
        Files.writeString(file, tokens);
        Files.setLastModifiedTime(file, FileTime.fromMillis(second * 1000L));
    }
}
