package zomg.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import zomg.cli.RecordedServer;
import zomg.cli.client.JournalClient;
import zomg.cli.support.Http;
import zomg.cli.support.Server;

class JournalCheckTest {

    private final RecordedServer server = new RecordedServer();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void a_journal_that_takes_too_long_is_verified_as_far_as_time_goes() {
        server.on("GET /v1/audit/verification", 200, "{\"verified\":20000,\"newest\":90000}");

        assertThat(check().look())
                .isEqualTo(
                        Check.notLookedAt(
                                "journal",
                                "up to entry 20000 of 90000 it is as it was written; so far in time"));
    }

    @Test
    void who_may_not_read_it_is_told_so() {
        server.refuse("GET /v1/audit/verification", 403, "role_required", "only for admins");

        assertThat(check().look().verdict()).isEqualTo(Check.Verdict.NOT_LOOKED_AT);
        assertThat(check().look().sentence()).contains("only for admins");
    }

    private JournalCheck check() {
        Http http =
                Http.to(new Server(Server.parse(server.url()), Optional.empty()), Optional.empty());
        return new JournalCheck(new JournalClient(http), Duration.ZERO);
    }
}
