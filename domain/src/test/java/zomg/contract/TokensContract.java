package zomg.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import zomg.fixture.Crowd;
import zomg.model.access.Role;
import zomg.model.access.Token;
import zomg.port.Tokens;

/** What all stores of tokens do. */
public interface TokensContract {

    /** Empty when a test starts, the same one during a test. */
    Tokens tokens();

    @Test
    default void an_issued_token_is_found_by_its_id() {
        Token token = token("aaaaaaaaaaaa", "ann", Role.DEVELOPER);

        tokens().issue(token);

        assertThat(tokens().find(token.id())).contains(token);
    }

    @Test
    default void an_unknown_id_is_not_found() {
        tokens().issue(token("aaaaaaaaaaaa", "ann", Role.ADMIN));

        assertThat(tokens().find("bbbbbbbbbbbb")).isEmpty();
        assertThat(tokens().find("")).isEmpty();
        assertThat(tokens().find("' or 1=1 --".repeat(100))).isEmpty();
    }

    @Test
    default void a_new_token_ends_the_older_ones_of_its_owner_and_no_other() {
        Token old = token("aaaaaaaaaaaa", "ann", Role.ADMIN);
        Token bob = token("bbbbbbbbbbbb", "bob", Role.VIEWER);
        Token fresh = token("cccccccccccc", "ann", Role.DEVELOPER);
        tokens().issue(old);
        tokens().issue(bob);

        tokens().issue(fresh);

        assertThat(tokens().find(old.id())).isEmpty();
        assertThat(tokens().find(bob.id())).contains(bob);
        assertThat(tokens().find(fresh.id())).contains(fresh);
    }

    @Test
    default void issuing_a_token_twice_is_issuing_it_once() {
        Token token = token("aaaaaaaaaaaa", "ann", Role.ADMIN);
        tokens().issue(token);

        tokens().issue(token);

        assertThat(tokens().find(token.id())).contains(token);
    }

    @Test
    default void of_many_tokens_issued_at_once_to_one_owner_one_lives()
            throws InterruptedException {
        Tokens tokens = tokens();

        Crowd.Outcome<Boolean> outcome =
                Crowd.of(
                        20,
                        number -> {
                            tokens.issue(token(id(number), "ann", Role.ADMIN));
                            return true;
                        });

        assertThat(outcome.failures()).isEmpty();
        assertThat(
                        IntStream.range(0, 20)
                                .filter(number -> tokens.find(id(number)).isPresent())
                                .count())
                .isEqualTo(1);
    }

    private static String id(int number) {
        return "a".repeat(11) + (char) ('a' + number);
    }

    private static Token token(String id, String owner, Role role) {
        return new Token(id, "0123456789abcdef".repeat(4), owner, role);
    }
}
