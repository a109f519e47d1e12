package zomg.db;

import jakarta.persistence.EntityManager;
import java.util.Optional;
import zomg.model.access.Token;
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
        database.writeInTurn(rows -> replace(rows, token));
    }

    private static TokenRow replace(EntityManager rows, Token token) {
        rows.createQuery("delete from TokenRow t where t.owner = :owner or t.id = :id")
                .setParameter("owner", token.owner())
                .setParameter("id", token.id())
                .executeUpdate();
        TokenRow row = TokenRow.of(token);
        rows.persist(row);
        return row;
    }

    @Override
    public Optional<Token> find(String id) {
        return database.read(
                rows -> Optional.ofNullable(rows.find(TokenRow.class, id)).map(TokenRow::toToken));
    }
}
