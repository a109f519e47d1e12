package zomg.model.base;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import zomg.error.InvalidInput;
import zomg.model.id.BaseAlias;

/**
 * How a base is built: a script that runs in a box of a bare distribution.
 *
 * @param script for bash, run as root with {@code bash -e}
 */
public record Recipe(BaseAlias alias, String script) {

    /** One argument of a program has at most 128 KiB (MAX_ARG_STRLEN). */
    private static final int MAX_BYTES = 120 * 1024;

    public Recipe {
        if (script.isBlank()
                || script.indexOf('\0') >= 0
                || script.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            throw InvalidInput.field(
                    "script",
                    "must be a text of at most %d bytes, without NUL characters"
                            .formatted(MAX_BYTES));
        }
    }

    /** What it makes. */
    public BaseReference reference() {
        return new BaseReference(alias, Optional.of(version()));
    }

    /** The sha256 of the script: a changed script is another version of the base. */
    public String version() {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(script.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every JDK has SHA-256", missing);
        }
    }
}
