package zomg.usecase.volume;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import zomg.model.id.Uid;

/** Names of what nobody gave a name, never longer than names may be. */
final class GeneratedNames {

    private static final int LONGEST = 63;
    private static final int HEX_BYTES = 6;

    private GeneratedNames() {}

    /** This one, if it is short enough; else as {@link #unique}. */
    static String fitting(String name, Uid uid) {
        return name.length() <= LONGEST ? name : unique(name, uid);
    }

    /** The beginning of this, and 12 hexadecimal digits that nothing else has. */
    static String unique(String name, Uid uid) {
        String hex = hex(uid);
        String prefix = name.substring(0, Math.min(LONGEST - 1 - hex.length(), name.length()));
        String trimmed = prefix.endsWith("-") ? prefix.substring(0, prefix.length() - 1) : prefix;
        return trimmed + "-" + hex;
    }

    private static String hex(Uid uid) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(uid.value().getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(digest, 0, HEX_BYTES);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every JDK has SHA-256", missing);
        }
    }
}
