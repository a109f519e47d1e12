package zomg.api.wiring;

import java.security.SecureRandom;
import zomg.model.id.Uid;
import zomg.port.IdSource;

/** 60 random bits: a thousand machines with a million things each will not meet. */
final class RandomIds implements IdSource {

    private static final String BASE32 = "abcdefghijklmnopqrstuvwxyz234567";
    private static final int LENGTH = 12;

    private final SecureRandom random = new SecureRandom();

    @Override
    public Uid next() {
        StringBuilder uid = new StringBuilder(LENGTH);
        while (uid.length() < LENGTH) {
            uid.append(BASE32.charAt(random.nextInt(BASE32.length())));
        }
        return new Uid(uid.toString());
    }
}
