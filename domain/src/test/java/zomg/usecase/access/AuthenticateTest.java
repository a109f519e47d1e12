package zomg.usecase.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import zomg.memory.InMemoryTokens;
import zomg.model.access.Principal;
import zomg.model.access.Role;
import zomg.model.access.Token;

final class AuthenticateTest {

    private static final String ID = "abcdefghij27";
    private static final String SECRET = "Aa0_-Aa0_-Aa0_-Aa0_-Aa0_-Aa0_-Aa0_-Aa0_-xyz";
    private static final String BEARER = "zomg_" + ID + "_" + SECRET;

    private final InMemoryTokens tokens = new InMemoryTokens();
    private final Authenticate authenticate = new Authenticate(tokens);

    @BeforeEach
    void issue() {
        tokens.issue(new Token(ID, Authenticate.hash(SECRET), "ann", Role.DEVELOPER));
    }

    @Test
    void a_token_says_whose_it_is() {
        assertThat(authenticate.principal(BEARER)).contains(new Principal("ann", Role.DEVELOPER));
    }

    @Test
    void another_secret_or_another_id_says_nothing() {
        String other = "B" + SECRET.substring(1);

        assertThat(authenticate.principal("zomg_" + ID + "_" + other)).isEmpty();
        assertThat(authenticate.principal("zomg_aaaaaaaaaaaa_" + SECRET)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "zomg_",
                "zomg__",
                "zomg_abcdefghij27_",
                "zomg_abcdefghij27",
                "' or 1=1 --",
                BEARER + "x",
                " " + BEARER,
                BEARER + "\n",
                "ZOMG_" + ID + "_" + SECRET,
                "\0"
            })
    void what_has_not_the_form_says_nothing(String bearer) {
        assertThat(authenticate.principal(bearer)).isEmpty();
    }

    @Test
    void an_older_token_of_the_same_owner_ends() {
        tokens.issue(new Token("aaaaaaaaaaaa", Authenticate.hash("x"), "ann", Role.ADMIN));

        assertThat(authenticate.principal(BEARER)).isEmpty();
    }

    @Test
    void the_hash_is_sha256_in_lower_case_hex() {
        assertThat(Authenticate.hash("abc"))
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
