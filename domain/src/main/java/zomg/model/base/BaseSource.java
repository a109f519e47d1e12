package zomg.model.base;

import zomg.error.InvalidInput;

/**
 * Where an imported base comes from.
 *
 * @param path of a directory or a tar archive on the server's machine
 */
public record BaseSource(String path) {

    private static final int MOST = 4095;

    public BaseSource {
        if (!path.startsWith("/")
                || path.length() > MOST
                || path.chars().anyMatch(Character::isISOControl)) {
            throw InvalidInput.field(
                    "from",
                    "must be an absolute path on the server's machine, without control characters");
        }
    }

    public static BaseSource parse(String text) {
        return new BaseSource(text);
    }

    @Override
    public String toString() {
        return path;
    }
}
