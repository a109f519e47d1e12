package zomg.db;

import jakarta.persistence.EntityManager;
import java.util.Optional;
import zomg.model.access.Token;
import zomg.model.journal.Change;
import zomg.port.Tokens;

/** Tokens in a database. */
public final class SqlTokens implements Tokens {

    private final Database database;

    public SqlTokens(Database database) {
        this.database = database;
    }

    /** One after the other: of many at once, the last would be beaten too often. */
    @Override
    public synchronized void issue(Token token) {
        database.changeInTurn(rows -> replace(rows, token));
    }

    private static Changed<Token> replace(EntityManager rows, Token token) {
        TokenRow known = rows.find(TokenRow.class, token.id());
        if (known != null && known.toToken().equals(token)) {
            return Changed.nothing(token);
        }
        rows.clear();
        rows.createQuery("delete from TokenRow t where t.owner = :owner or t.id = :id")
                .setParameter("owner", token.owner())
                .setParameter("id", token.id())
                .executeUpdate();
        rows.persist(TokenRow.of(token));
        return Changed.by(Change.issued(token), token);
    }

    @Override
    public Optional<Token> find(String id) {
        return database.read(
                rows -> Optional.ofNullable(rows.find(TokenRow.class, id)).map(TokenRow::toToken));
    }
}
