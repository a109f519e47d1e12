package zomg.btrfs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;

/**
 * A keyring as gpgv wants it: binary. An armored key (RFC 9580, section 6) is unpacked into a file
 * that goes with {@link #close}.
 */
record Keyring(Path file, boolean temporary) implements AutoCloseable {

    private static final String BEGIN = "-----BEGIN PGP PUBLIC KEY BLOCK-----";
    private static final String END = "-----END PGP PUBLIC KEY BLOCK-----";

    static Keyring of(Path file) {
        if (!file.toString().endsWith(".asc")) {
            return new Keyring(file, false);
        }
        try {
            Path binary = Files.createTempFile("zomg-key", ".gpg");
            Files.write(binary, unpacked(Files.readAllLines(file)));
            return new Keyring(binary, true);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Between the headers' empty line and the checksum, which starts with an equals sign. */
    private static byte[] unpacked(List<String> lines) {
        List<String> block = lines.subList(lines.indexOf(BEGIN) + 1, lines.indexOf(END));
        StringBuilder base64 = new StringBuilder();
        block.subList(block.indexOf("") + 1, block.size()).stream()
                .filter(line -> !line.startsWith("="))
                .forEach(base64::append);
        return Base64.getDecoder().decode(base64.toString());
    }

    @Override
    public void close() {
        if (temporary) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }
}
