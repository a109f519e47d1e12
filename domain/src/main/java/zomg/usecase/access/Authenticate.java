package zomg.usecase.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import zomg.model.access.Principal;
import zomg.model.access.Token;
import zomg.port.Tokens;

/** Says whose token it is. */
public final class Authenticate {

    /** {@code zomg_<id>_<secret>}; the secret is 32 random bytes in base64url. */
    private static final Pattern FORM = Pattern.compile("zomg_([a-z2-7]{12})_([A-Za-z0-9_-]{43})");

    private final Tokens tokens;

    public Authenticate(Tokens tokens) {
        this.tokens = tokens;
    }

    /** Empty if the token is not one of ours; in constant time for a known id. */
    public Optional<Principal> principal(String bearer) {
        Matcher form = FORM.matcher(bearer);
        if (!form.matches()) {
            return Optional.empty();
        }
        byte[] given = hash(form.group(2)).getBytes(StandardCharsets.US_ASCII);
        return tokens.find(form.group(1))
                .filter(
                        token ->
                                MessageDigest.isEqual(
                                        token.secretHash().getBytes(StandardCharsets.US_ASCII),
                                        given))
                .map(Authenticate::principal);
    }

    private static Principal principal(Token token) {
        return new Principal(token.owner(), token.role());
    }

    /** sha256 of a secret in lower-case hex, as {@link Token#secretHash()} keeps it. */
    public static String hash(String secret) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(secret.getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every JDK has SHA-256", missing);
        }
    }
}
