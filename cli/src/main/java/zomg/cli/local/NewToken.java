package zomg.cli.local;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code zomg_<id>_<secret>}: 12 characters of base32 and 43 of base64url. */
public record NewToken(String id, String secret) {

    private static final String BASE32 = "abcdefghijklmnopqrstuvwxyz234567";
    private static final int ID_LENGTH = 12;
    private static final int SECRET_BYTES = 32;
    private static final Pattern FORM = Pattern.compile("zomg_([a-z2-7]{12})_([A-Za-z0-9_-]{43})");

    public static NewToken random() {
        SecureRandom random = new SecureRandom();
        byte[] secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        return new NewToken(
                base32(random, ID_LENGTH),
                Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
    }

    static String base32(SecureRandom random, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(BASE32.charAt(random.nextInt(BASE32.length())));
        }
        return text.toString();
    }

    public static Optional<NewToken> parse(String text) {
        Matcher form = FORM.matcher(text.strip());
        return form.matches()
                ? Optional.of(new NewToken(form.group(1), form.group(2)))
                : Optional.empty();
    }

    public TokenRecord recordOf(String owner) {
        return new TokenRecord(id, owner, "admin", hash());
    }

    private String hash() {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(secret.getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    public String text() {
        return "zomg_" + id + "_" + secret;
    }

    @Override
    public String toString() {
        return "zomg_" + id + "_***";
    }
}
