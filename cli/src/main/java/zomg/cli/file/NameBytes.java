package zomg.cli.file;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;

/**
 * Names of files as the kernel has them: bytes, which may be text in no encoding. Java shows them
 * only in URIs. Here each is a character of a string, as in archives.
 */
final class NameBytes {

    private static final Path ROOT = Path.of("/");
    private static final HexFormat HEX = HexFormat.of();

    private NameBytes() {}

    /** Of a name, or of what a link leads to. */
    static String of(Path path) {
        String text = path.toString();
        if (isAscii(text)) {
            return text;
        }
        String raw = ROOT.resolve(path).toUri().getRawPath();
        byte[] bytes = new byte[raw.length()];
        int length = 0;
        for (int at = 0; at < raw.length(); at++) {
            boolean isCode = raw.charAt(at) == '%';
            bytes[length++] =
                    isCode
                            ? (byte) HexFormat.fromHexDigits(raw, at + 1, at + 3)
                            : (byte) raw.charAt(at);
            at += isCode ? 2 : 0;
        }
        String whole = new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
        // A URI of what is a directory here ends with a slash, which a Path never does
        int end = whole.endsWith("/") ? length - 1 : length;
        return whole.substring(path.isAbsolute() ? 0 : 1, end);
    }

    /** The path of these bytes; absolute if they begin with a slash. */
    static Path path(String bytes) {
        if (isAscii(bytes)) {
            return Path.of(bytes);
        }
        StringBuilder uri = new StringBuilder("file://");
        if (!bytes.startsWith("/")) {
            uri.append('/');
        }
        for (byte one : bytes.getBytes(StandardCharsets.ISO_8859_1)) {
            uri.append(one == '/' ? "/" : "%" + HEX.toHexDigits(one));
        }
        Path path = Path.of(URI.create(uri.toString()));
        return bytes.startsWith("/") ? path : path.subpath(0, path.getNameCount());
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 0x80);
    }
}
