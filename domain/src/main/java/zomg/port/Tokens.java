package zomg.port;

import java.util.Optional;
import zomg.model.access.Token;

/** Stored tokens; never a secret, only its hash. */
public interface Tokens {

    /** Stores a token; older ones of the same owner stop to exist. */
    void issue(Token token);

    Optional<Token> find(String id);
}
