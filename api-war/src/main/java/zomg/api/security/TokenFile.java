package zomg.api.security;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Locale;
import zomg.model.access.Role;
import zomg.model.access.Token;
import zomg.port.Tokens;

/**
 * How tokens get in: whoever sets the server up may write the state directory, and leaves the
 * hashes of new tokens in a file there.
 */
public final class TokenFile {

    private final Path file;
    private final Tokens tokens;
    private FileTime imported = FileTime.fromMillis(0);

    public TokenFile(Path file, Tokens tokens) {
        this.file = file;
        this.tokens = tokens;
    }

    /**
     * Stores the tokens of the file unless it is as it was at the last time.
     *
     * @return whether it had anything new
     */
    public synchronized boolean refresh() {
        try {
            FileTime modified = Files.getLastModifiedTime(file);
            if (modified.equals(imported)) {
                return false;
            }
            read().forEach(tokens::issue);
            imported = modified;
            return true;
        } catch (NoSuchFileException none) {
            return false;
        } catch (IOException failure) {
            throw new UncheckedIOException("%s cannot be read".formatted(file), failure);
        }
    }

    private List<Token> read() throws IOException {
        try (JsonReader reader = Json.createReader(Files.newInputStream(file))) {
            return reader.readArray().getValuesAs(JsonObject.class).stream()
                    .map(TokenFile::token)
                    .toList();
        }
    }

    private static Token token(JsonObject entry) {
        return new Token(
                entry.getString("id"),
                entry.getString("secret_hash"),
                entry.getString("owner"),
                Role.valueOf(entry.getString("role").toUpperCase(Locale.ROOT)));
    }
}
