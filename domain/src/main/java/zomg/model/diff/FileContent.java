package zomg.model.diff;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * All that a small file holds.
 *
 * @param bytes one in each character
 */
public record FileContent(String bytes) {

    public static FileContent of(byte[] bytes) {
        return new FileContent(new String(bytes, StandardCharsets.ISO_8859_1));
    }

    /** Empty for what is no text: not UTF-8, or with a zero byte in it. */
    public Optional<String> text() {
        if (bytes.indexOf('\0') >= 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(bytes.getBytes(StandardCharsets.ISO_8859_1)))
                            .toString());
        } catch (CharacterCodingException notText) {
            return Optional.empty();
        }
    }

    /** Not what is in it, which may be a secret. */
    @Override
    public String toString() {
        return "%d bytes".formatted(bytes.length());
    }
}
