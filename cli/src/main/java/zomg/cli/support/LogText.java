package zomg.cli.support;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * What a log, or a piece of it, or a script has in its one long member. Read by hand: the library
 * takes no text of more than some ten thousand characters.
 */
public final class LogText {

    public static final String NOT_UNDERSTOOD =
            "the server's answer is not what this version of zomg understands";

    private static final String TEXT = "text";
    private static final String SCRIPT = "script";
    private static final String BASE64 = "text_base64";
    private static final int HEXADECIMAL = 16;
    private static final int CODE_UNIT = 4;

    private final String json;
    private int at;

    private LogText(String json) {
        this.json = json;
    }

    public static byte[] bytes(String json) {
        try {
            return new LogText(json).find();
        } catch (StringIndexOutOfBoundsException | IllegalArgumentException malformed) {
            throw Failure.of(NOT_UNDERSTOOD);
        }
    }

    private byte[] find() {
        while (true) {
            at = json.indexOf('"', at);
            String name = string();
            if (json.charAt(at) == ':' && json.charAt(at + 1) == '"') {
                at++;
                String value = string();
                if (name.equals(TEXT) || name.equals(SCRIPT)) {
                    return value.getBytes(StandardCharsets.UTF_8);
                }
                if (name.equals(BASE64)) {
                    return Base64.getDecoder().decode(value);
                }
            }
        }
    }

    /** That begins here; ends behind it. */
    private String string() {
        StringBuilder text = new StringBuilder();
        for (at++; json.charAt(at) != '"'; at++) {
            text.append(json.charAt(at) == '\\' ? escaped() : json.charAt(at));
        }
        at++;
        return text.toString();
    }

    private char escaped() {
        at++;
        return switch (json.charAt(at)) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'u' -> {
                at += CODE_UNIT;
                yield (char)
                        Integer.parseInt(json.substring(at + 1 - CODE_UNIT, at + 1), HEXADECIMAL);
            }
            default -> json.charAt(at);
        };
    }
}
