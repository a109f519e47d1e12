package zomg.btrfs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class KeyringTest {

    private final Path armored = Path.of("../bases/keys/ubuntu-archive.asc");

    /**
     * Compared with the fingerprint that Ubuntu publishes: the SHA-1 of the key packet with its
     * header (RFC 9580, section 5.5.4.1), which here is 0x99 and two bytes of length.
     */
    @Test
    void the_key_that_we_bring_is_ubuntus() throws IOException, NoSuchAlgorithmException {
        try (Keyring keyring = Keyring.of(armored)) {
            byte[] bytes = Files.readAllBytes(keyring.file());
            int length = 3 + ((bytes[1] & 0xff) << 8 | bytes[2] & 0xff);
            MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
            sha1.update(bytes, 0, length);

            assertThat(HexFormat.of().withUpperCase().formatHex(sha1.digest()))
                    .isEqualTo("F6ECB3762474EDA9D21B7022871920D1991BC93C");
        }
    }

    @Test
    void an_unpacked_key_goes_with_its_use() {
        Path file;
        try (Keyring keyring = Keyring.of(armored)) {
            file = keyring.file();
            assertThat(file).exists();
        }

        assertThat(file).doesNotExist();
    }

    @Test
    void a_binary_keyring_is_used_where_it_is() {
        Path system = Path.of("/usr/share/keyrings/some.gpg");

        try (Keyring keyring = Keyring.of(system)) {
            assertThat(keyring.file()).isEqualTo(system);
        }
    }
}
