package zomg.tar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import zomg.tar.TarEntry.Kind;

final class TarTest {

    private static final Instant TIME = Instant.parse("2026-02-03T04:05:06.123456789Z");

    private record Read(TarEntry entry, byte[] content) {}

    @ParameterizedTest
    @ValueSource(ints = {1, 99, 100, 101, 155, 156, 255, 256, 257, 1000, 4095})
    void names_of_every_length_are_read_as_written(int length) throws IOException {
        String name = "d".repeat(Math.max(0, length - 50)) + "/" + "n".repeat(Math.min(49, length));
        String exact = name.substring(name.length() - Math.min(name.length(), length));
        TarEntry link = entry(Kind.LINK, "l" + exact.substring(1), "t".repeat(length), 0);

        assertThat(read(written(link)).getFirst().entry()).isEqualTo(link);
    }

    @Test
    void everything_of_an_entry_is_read_as_written() throws IOException {
        List<TarEntry> entries =
                List.of(
                        entry(Kind.DIRECTORY, "./", "", 0),
                        entry(Kind.FILE, "odd \u00ff\n\t'\"", "", 1),
                        entry(Kind.FILE, "\u00ff".repeat(300), "", 512),
                        entry(Kind.FILE, "empty", "", 0),
                        entry(Kind.HARD_LINK, "hard", "empty", 0),
                        entry(Kind.LINK, "soft", "/etc/passwd", 0),
                        new TarEntry(
                                Kind.FILE, "old", "", 04755, 65_535, 3_000_000, 3, Instant.EPOCH),
                        new TarEntry(
                                Kind.FILE, "older", "", 0, 0, 0, 0, Instant.ofEpochSecond(-2, 5)));

        List<Read> read = read(written(entries.toArray(TarEntry[]::new)));

        assertThat(read).extracting(Read::entry).isEqualTo(entries);
        assertThat(read)
                .allSatisfy(one -> assertThat(one.content()).hasSize((int) one.entry().size()));
    }

    @Test
    void a_file_of_ten_gibibytes_has_its_size_in_the_header() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new TarWriter(bytes).entry(entry(Kind.FILE, "big", "", 10L << 30));

        TarReader tar = new TarReader(new ByteArrayInputStream(bytes.toByteArray()));

        assertThat(tar.next().orElseThrow().size()).isEqualTo(10L << 30);
    }

    @Test
    void what_was_cut_off_is_refused_wherever_it_was() throws IOException {
        byte[] whole =
                written(entry(Kind.FILE, "n".repeat(300), "", 700), entry(Kind.FILE, "b", "", 1));
        int end = whole.length - 1024;

        for (int length = 0; length < end + 512; length += 61) {
            byte[] part = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> read(part)).as("%d", length).isInstanceOf(TarException.class);
        }
        assertThat(read(whole)).hasSize(2);
    }

    @Test
    void what_is_no_archive_is_refused_and_never_anything_else_happens() throws IOException {
        Random random = new Random(1);
        byte[] whole = written(entry(Kind.FILE, "n".repeat(300), "", 700));
        for (int round = 0; round < 5000; round++) {
            byte[] bytes = whole.clone();
            for (int i = 0; i <= random.nextInt(4); i++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            if (random.nextBoolean()) {
                seal(bytes);
            }
            try {
                read(bytes);
            } catch (TarException refused) {
                assertThat(refused).hasMessageNotContaining("Exception");
            }
        }
    }

    private static void seal(byte[] bytes) {
        for (int at = 0; at + Header.BLOCK <= bytes.length; at += Header.BLOCK) {
            byte[] block = Arrays.copyOfRange(bytes, at, at + Header.BLOCK);
            if (new String(block, 257, 5, StandardCharsets.ISO_8859_1).equals("ustar")) {
                Header header = new Header(block);
                header.seal();
                System.arraycopy(header.block(), 0, bytes, at, Header.BLOCK);
            }
        }
    }

    @Test
    void a_header_without_end_is_not_kept() {
        byte[] bomb = new byte[3 * 1024 * 1024];
        Header header = Header.empty();
        header.put('x', "", "pax", "");
        header.put(Header.Field.SIZE, 2_000_000);
        header.seal();
        System.arraycopy(header.block(), 0, bomb, 0, Header.BLOCK);

        assertThatThrownBy(() -> read(bomb)).hasMessageContaining("too long");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ustar", "gnu", "posix", "v7"})
    void archives_of_gnu_tar_are_read(String format, @TempDir Path folder)
            throws IOException, InterruptedException {
        Path top = Files.createDirectory(folder.resolve("top"));
        Files.createDirectory(top.resolve("empty"));
        Files.writeString(top.resolve("file"), "content");
        Files.createLink(top.resolve("hard"), top.resolve("file"));
        Files.createSymbolicLink(top.resolve("soft"), Path.of("file"));
        boolean isLong = format.equals("gnu") || format.equals("posix");
        String name = isLong ? "é".repeat(120) : "usual";
        Files.writeString(top.resolve(name), "named");
        run(folder, "tar", "--format=" + format, "--sort=name", "-cf", "a.tar", "top");

        List<Read> read = read(Files.readAllBytes(folder.resolve("a.tar")));

        assertThat(read)
                .extracting(one -> one.entry().type())
                .containsExactlyInAnyOrder(
                        Kind.DIRECTORY,
                        Kind.DIRECTORY,
                        Kind.FILE,
                        Kind.HARD_LINK,
                        Kind.LINK,
                        Kind.FILE);
        assertThat(read)
                .filteredOn(one -> Arrays.equals(one.content(), bytes("named")))
                .singleElement()
                .extracting(one -> one.entry().name())
                .isEqualTo(new String(bytes("top/" + name), StandardCharsets.ISO_8859_1));
    }

    @Test
    void gnu_tar_reads_what_is_written(@TempDir Path folder)
            throws IOException, InterruptedException {
        String name = new String(bytes("é".repeat(120)), StandardCharsets.ISO_8859_1);
        Files.write(
                folder.resolve("a.tar"),
                written(
                        entry(Kind.DIRECTORY, "d", "", 0),
                        entry(Kind.FILE, "d/" + name, "", 700),
                        entry(Kind.LINK, "d/soft", name, 0)));

        run(folder, "tar", "-xf", "a.tar");

        Path file = folder.resolve("d").resolve("é".repeat(120));
        assertThat(file).hasSize(700);
        assertThat(Files.getLastModifiedTime(file).toInstant()).isEqualTo(TIME);
        assertThat(Files.readSymbolicLink(folder.resolve("d/soft"))).hasToString("é".repeat(120));
    }

    private static void run(Path folder, String... argv) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(argv).directory(folder.toFile()).inheritIO();
        builder.environment().put("LC_ALL", "C.UTF-8");
        assertThat(builder.start().waitFor()).isZero();
    }

    private static TarEntry entry(Kind type, String name, String target, long size) {
        return new TarEntry(type, name, target, 0644, 1, 2, size, TIME);
    }

    private static byte[] written(TarEntry... entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        TarWriter tar = new TarWriter(bytes);
        for (TarEntry entry : entries) {
            tar.entry(entry);
            tar.write(new byte[(int) entry.size()], 0, (int) entry.size());
        }
        tar.finish();
        return bytes.toByteArray();
    }

    private static List<Read> read(byte[] bytes) throws IOException {
        TarReader tar = new TarReader(new ByteArrayInputStream(bytes));
        List<Read> all = new ArrayList<>();
        for (Optional<TarEntry> entry = tar.next(); entry.isPresent(); entry = tar.next()) {
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            byte[] chunk = new byte[100];
            for (int count = tar.read(chunk, 0, 100); count >= 0; count = tar.read(chunk, 0, 100)) {
                content.write(chunk, 0, count);
            }
            all.add(new Read(entry.get(), content.toByteArray()));
        }
        return all;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
