package zomg.api.json;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * What a program printed, for the wire: as text if it is one.
 *
 * @param text in UTF-8
 * @param base64 what is none
 */
public record OutputText(Optional<String> text, Optional<String> base64) {

    /** Where output was cut, a character may have been cut too; that is no reason for base64. */
    public static OutputText of(byte[] bytes, boolean cut) {
        CharBuffer text = CharBuffer.allocate(bytes.length);
        boolean bad =
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .decode(ByteBuffer.wrap(bytes), text, !cut)
                        .isError();
        return bad
                ? new OutputText(
                        Optional.empty(), Optional.of(Base64.getEncoder().encodeToString(bytes)))
                : new OutputText(Optional.of(text.flip().toString()), Optional.empty());
    }
}
