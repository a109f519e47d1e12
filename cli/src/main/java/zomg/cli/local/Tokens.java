package zomg.cli.local;

import io.avaje.jsonb.Jsonb;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import zomg.cli.local.Accounts.Account;
import zomg.cli.support.Environment;
import zomg.cli.support.Failure;
import zomg.cli.support.OwnFile;

/**
 * One token for each user of this machine, made before the server listens. The server's file has
 * their hashes; a user's own file has the token.
 */
final class Tokens {

    private final Path file;
    private final Accounts accounts;

    Tokens(Path file, Accounts accounts) {
        this.file = file;
        this.accounts = accounts;
    }

    /** The token of {@code account}, and the file it was written to if that was needed. */
    record Issued(NewToken token, Optional<Path> writtenTo) {}

    /** Keeps a token that is still good; otherwise a new one takes the owner's place. */
    Issued issue(Account account) {
        List<TokenRecord> records = records();
        Optional<NewToken> kept =
                accounts.read(account)
                        .filter(token -> records.contains(token.recordOf(account.name())));
        if (kept.isPresent()) {
            return new Issued(kept.get(), Optional.empty());
        }
        NewToken token = NewToken.random();
        List<TokenRecord> next = new ArrayList<>(records);
        next.removeIf(old -> old.owner().equals(account.name()));
        next.add(token.recordOf(account.name()));
        OwnFile.write(
                file,
                Jsonb.instance().type(TokenRecord.class).list().toJson(next),
                OwnFile.PRIVATE);
        return new Issued(token, Optional.of(accounts.write(account, token)));
    }

    /** Takes every user's file away. */
    void forget(Environment environment) {
        records().stream()
                .flatMap(one -> accounts.named(one.owner(), environment).stream())
                .forEach(accounts::delete);
    }

    private List<TokenRecord> records() {
        try {
            return Jsonb.instance().type(TokenRecord.class).list().fromJson(Files.readString(file));
        } catch (NoSuchFileException none) {
            return List.of();
        } catch (IOException | RuntimeException unreadable) {
            throw Failure.of("%s cannot be read: %s".formatted(file, unreadable.getMessage()));
        }
    }
}
