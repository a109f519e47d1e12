package zomg.memory;

import zomg.contract.TokensContract;
import zomg.port.Tokens;

final class InMemoryTokensTest implements TokensContract {

    private final Tokens tokens = new InMemoryTokens();

    @Override
    public Tokens tokens() {
        return tokens;
    }
}
