package zomg.db;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import zomg.model.access.Role;
import zomg.model.access.Token;

@Entity
@Table(name = "tokens")
class TokenRow {

    @Id private String id;

    @Column(name = "secret_hash")
    private String secretHash;

    private String owner;

    @Enumerated(EnumType.STRING)
    private Role role;

    static TokenRow of(Token token) {
        TokenRow row = new TokenRow();
        row.id = token.id();
        row.secretHash = token.secretHash();
        row.owner = token.owner();
        row.role = token.role();
        return row;
    }

    Token toToken() {
        return new Token(id, secretHash, owner, role);
    }
}
