package zomg.model.file;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import zomg.error.InvalidInput;

/**
 * Where a file is in a box, as the box would say it. Whoever opens it resolves it, links and dots
 * included, below the box's root.
 */
public record BoxPath(String value) {

    /** As Linux has it, with the zero behind it. */
    private static final int MOST_BYTES = 4095;

    private static final int MOST_BYTES_OF_NAME = 255;

    public BoxPath {
        if (!value.startsWith("/")) {
            throw InvalidInput.field("path", "must begin with /");
        }
        if (value.indexOf('\0') >= 0) {
            throw InvalidInput.field("path", "must not have a zero byte in it");
        }
        if (bytes(value) > MOST_BYTES
                || Arrays.stream(value.split("/")).anyMatch(BoxPath::isTooLong)) {
            throw InvalidInput.field(
                    "path",
                    "must have at most %d bytes, each name in it at most %d"
                            .formatted(MOST_BYTES, MOST_BYTES_OF_NAME));
        }
    }

    /** Slashes at the end say nothing. */
    public static BoxPath parse(String text) {
        int end = text.length();
        while (end > 1 && text.charAt(end - 1) == '/') {
            end--;
        }
        return new BoxPath(text.substring(0, end));
    }

    private static boolean isTooLong(String name) {
        return bytes(name) > MOST_BYTES_OF_NAME;
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    @Override
    public String toString() {
        return value;
    }
}
