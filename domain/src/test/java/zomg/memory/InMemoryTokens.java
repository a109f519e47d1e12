package zomg.memory;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import zomg.model.access.Token;
import zomg.model.journal.Change;
import zomg.port.Tokens;

/** Tokens in memory. */
public final class InMemoryTokens implements Tokens {

    private final Map<String, Token> records = new HashMap<>();
    private final InMemoryJournal journal;

    public InMemoryTokens() {
        this(new InMemoryJournal());
    }

    public InMemoryTokens(InMemoryJournal journal) {
        this.journal = journal;
    }

    @Override
    public synchronized void issue(Token token) {
        if (token.equals(records.get(token.id()))) {
            return;
        }
        journal.add(Change.issued(token));
        records.values().removeIf(known -> known.owner().equals(token.owner()));
        records.put(token.id(), token);
    }

    @Override
    public synchronized Optional<Token> find(String id) {
        return Optional.ofNullable(records.get(id));
    }
}
