package zomg.api.security;

import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import zomg.error.ErrorCode;
import zomg.error.Refusal;

/**
 * The routes that are WebSockets, and what a request to one has to have (RFC 6455, section 4.1).
 * The container turns away what has it not, without a word.
 */
final class Handshake {

    private static final Pattern SOCKET =
            Pattern.compile("/v1/projects/[^/]+/boxes/[^/]+/(exec/ws|console|tunnel)");

    private static final String VERSION = "13";
    private static final int KEY_BYTES = 16;

    private Handshake() {}

    /** Whether a request is, or should be, the beginning of a WebSocket. */
    static boolean isMeant(String method, String path) {
        return method.equals("GET") && SOCKET.matcher(path).matches();
    }

    /**
     * @param header by name; null for one that is missing
     * @throws Refusal INVALID_REQUEST
     */
    static void require(UnaryOperator<String> header) {
        require(
                "websocket".equalsIgnoreCase(header.apply("Upgrade"))
                        && words(header.apply("Connection")).contains("upgrade"),
                "is a WebSocket, and begins with the headers Connection: Upgrade and Upgrade:"
                        + " websocket");
        require(
                VERSION.equals(header.apply("Sec-WebSocket-Version")),
                "needs the header Sec-WebSocket-Version: " + VERSION);
        require(
                isKey(header.apply("Sec-WebSocket-Key")),
                "needs the header Sec-WebSocket-Key: %d bytes as base64".formatted(KEY_BYTES));
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new Refusal(ErrorCode.INVALID_REQUEST, "this route " + rule);
        }
    }

    private static List<String> words(String list) {
        return list == null
                ? List.of()
                : Arrays.stream(list.split(",", -1))
                        .map(word -> word.strip().toLowerCase(Locale.ROOT))
                        .toList();
    }

    private static boolean isKey(String text) {
        try {
            return text != null && Base64.getDecoder().decode(text.strip()).length == KEY_BYTES;
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }
}
