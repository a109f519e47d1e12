package zomg.cli.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import zomg.cli.Recorded;
import zomg.cli.RecordedServer;
import zomg.cli.support.Http;
import zomg.cli.support.Server;

class SelfTestTest {

    private static final String BOXES = "/v1/projects/default/boxes";
    private static final String BOX =
            BOXES + "/ephemeral-" + ProcessHandle.current().pid() + "-1000";

    private final RecordedServer server = new RecordedServer();

    @AfterEach
    void stop() {
        server.close();
    }

    private SelfTest selfTest() {
        Http http =
                Http.to(new Server(Server.parse(server.url()), Optional.empty()), Optional.empty());
        return new SelfTest(http, InstantSource.fixed(Instant.ofEpochSecond(1)));
    }

    @Test
    void a_box_is_made_asked_and_deleted() {
        server.on("POST " + BOXES, 201, Recorded.WEB)
                .on(
                        "POST " + BOX + "/exec",
                        200,
                        "{\"detached\":false,\"exit_code\":0,\"stdout\":\"Debian\\nLinux\\n\"}")
                .on("DELETE " + BOX + "?force=true", 200, "{\"status\":\"deleted\"}");

        SelfTest.Proof proof = selfTest().run();

        assertThat(proof.output()).isEqualTo("Debian\nLinux");
        assertThat(server.lines()).hasSize(3).last().isEqualTo("DELETE " + BOX + "?force=true");
    }

    @Test
    void a_box_that_fails_is_deleted_all_the_same() {
        server.on("POST " + BOXES, 201, Recorded.WEB)
                .refuse("POST " + BOX + "/exec", 422, "exec_failed", "no such user")
                .on("DELETE " + BOX + "?force=true", 200, "{\"status\":\"deleted\"}");

        assertThatThrownBy(() -> selfTest().run()).hasMessage("no such user");
        assertThat(server.lines()).last().isEqualTo("DELETE " + BOX + "?force=true");
    }
}
