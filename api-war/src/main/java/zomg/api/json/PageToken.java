package zomg.api.json;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.util.Base64;
import java.util.function.Function;
import zomg.error.InvalidInput;

/** How the place where the next page starts travels: clients hand it back without reading it. */
public final class PageToken {

    private PageToken() {}

    public static String write(String place) {
        return write(place, StandardCharsets.UTF_8);
    }

    public static String write(String place, Charset charset) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(place.getBytes(charset));
    }

    /**
     * @param read of what was written; what it refuses no list has answered
     * @throws InvalidInput with the field {@code continuation_token}
     */
    public static <T> T read(String token, Function<String, T> read) {
        return read(token, StandardCharsets.UTF_8, read);
    }

    /** As {@link #read(String, Function)}. */
    public static <T> T read(String token, Charset charset, Function<String, T> read) {
        try {
            return read.apply(new String(Base64.getUrlDecoder().decode(token), charset));
        } catch (IllegalArgumentException
                | IndexOutOfBoundsException
                | DateTimeException
                | InvalidInput foreign) {
            throw InvalidInput.field("continuation_token", "must be one that a list has answered");
        }
    }
}
