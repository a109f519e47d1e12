package zomg.cli.file;

import java.util.Optional;
import java.util.function.Function;

/**
 * What the server says of a file or directory.
 *
 * @param mode the bits of its permissions
 */
record FileFacts(boolean isDirectory, int mode, long size) {

    private static final int USUAL = 0644;
    private static final int OCTAL = 8;

    /**
     * @param header the value of a header, null if it is not there
     */
    static FileFacts of(Function<String, String> header) {
        String mode = Optional.ofNullable(header.apply("Zomg-Mode")).orElse("");
        String size = Optional.ofNullable(header.apply("Content-Length")).orElse("");
        return new FileFacts(
                "directory".equals(header.apply("Zomg-Type")),
                mode.matches("[0-7]{1,4}") ? Integer.parseInt(mode, OCTAL) : USUAL,
                size.matches("[0-9]{1,18}") ? Long.parseLong(size) : -1);
    }
}
