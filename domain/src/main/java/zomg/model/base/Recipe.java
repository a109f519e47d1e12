package zomg.model.base;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import zomg.model.id.BaseAlias;

/**
 * How a base is built: a script that runs in a box of a bare distribution.
 *
 * @param script for bash, run as root with {@code bash -e}
 */
public record Recipe(BaseAlias alias, String script) {

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
