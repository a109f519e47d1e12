package zomg.cli.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import zomg.cli.CommandLineOf.Outcome;
import zomg.cli.support.Waiting;

/** Who lost the connection comes back, and neither side keeps more than it may. */
@Timeout(30)
class SessionReturnTest extends SessionCase {

    /** That comes back when the connection is lost. */
    private Outcome patientCat(String input) {
        return commandLine()
                .variable("ZOMG_RECONNECT", "20")
                .input(input)
                .run("exec", "web", "--", "cat");
    }

    @Test
    void who_lost_the_connection_comes_back_with_what_it_has_and_says_so() {
        server.begins(client -> client.greet().out("half "))
                .stdinEnds(SessionServer.Client::drop)
                .returns(client -> client.greet(0, 5).out("whole").exit(3));

        assertThat(patientCat("in"))
                .isEqualTo(
                        new Outcome(
                                3,
                                "half whole",
                                Conversation.AWAY + "\n" + Conversation.BACK + "\n"));
        assertThat(server.frames())
                .contains(
                        "5 {\"resume\":{\"session\":\"%s\",\"from\":{\"stdout\":5,\"stderr\":0}}}"
                                .formatted(SessionServer.ID));
    }

    @Test
    void what_the_command_had_not_taken_is_sent_again() {
        server.begins(SessionServer.Client::greet)
                .stdinEnds(
                        client -> {
                            if (server.stdin().length == 6) {
                                client.drop();
                            } else {
                                client.exit(0);
                            }
                        })
                .returns(client -> client.greet(2, 0));

        assertThat(patientCat("abcdef").exitCode()).isZero();

        assertThat(server.stdin()).asString().isEqualTo("abcdefcdef");
        assertThat(server.frames()).filteredOn("255 0"::equals).hasSize(2);
    }

    @Test
    void input_that_nobody_takes_is_not_kept_without_end() {
        byte[] given = new byte[TEN_MEGABYTES];
        AtomicLong most = new AtomicLong();
        AtomicLong accepted = new AtomicLong();
        server.acceptsNothing()
                .begins(SessionServer.Client::greet)
                .reads(
                        (client, all) -> {
                            most.accumulateAndGet(all.length() - accepted.get(), Math::max);
                            if (all.length() - accepted.get() >= 1_000_000) {
                                accepted.set(all.length());
                                client.accept(all.length());
                            }
                        })
                .stdinEnds(client -> client.exit(0));

        assertThat(cat(new ByteArrayInputStream(given), OutputStream.nullOutputStream())).isZero();

        assertThat(server.stdin()).hasSize(TEN_MEGABYTES);
        assertThat(most).hasValueBetween(1_000_000L, 1_100_000L);
    }

    @Test
    void output_is_confirmed_as_it_comes_and_at_the_end() {
        byte[] part = new byte[70_000];
        server.begins(client -> client.greet().say(1, part).say(2, part).exit(0));

        assertThat(cat(InputStream.nullInputStream(), OutputStream.nullOutputStream())).isZero();

        // It does not wait for the server to have heard that
        List<String> wanted =
                List.of(
                        "5 {\"ack\":{\"stdout\":70000,\"stderr\":0}}",
                        "5 {\"ack\":{\"stdout\":70000,\"stderr\":70000}}");
        assertThat(Waiting.until(Duration.ofSeconds(5), () -> server.frames().containsAll(wanted)))
                .isTrue();
    }

    @Test
    void a_server_that_is_not_ready_yet_is_asked_again() {
        AtomicInteger tries = new AtomicInteger();
        server.begins(SessionServer.Client::greet)
                .stdinEnds(SessionServer.Client::drop)
                .returns(
                        client -> {
                            if (tries.incrementAndGet() < 3) {
                                client.refuse("not_ready", "it comes up", 503);
                            } else {
                                client.greet().exit(0);
                            }
                        });

        assertThat(patientCat("").exitCode()).isZero();
        assertThat(tries).hasValue(3);
    }

    @Test
    void a_server_that_became_another_one_is_not_asked_for_ever() {
        server.begins(SessionServer.Client::greet)
                .stdinEnds(
                        client -> {
                            server.becomeAnother();
                            client.drop();
                        });

        Outcome outcome =
                commandLine().variable("ZOMG_RECONNECT", "2").run("exec", "web", "--", "cat");

        assertThat(outcome.exitCode()).isEqualTo(255);
        assertThat(outcome.err()).containsOnlyOnce(Conversation.AWAY);
    }

    @Test
    void a_session_that_is_gone_is_never_success() {
        server.begins(SessionServer.Client::greet)
                .stdinEnds(SessionServer.Client::drop)
                .returns(client -> client.refuse("session_output_gone", "it is not there", 409));

        Outcome outcome = patientCat("");

        assertThat(outcome.exitCode()).isEqualTo(255);
        assertThat(outcome.err()).endsWith("Error: it is not there\n");
    }
}
