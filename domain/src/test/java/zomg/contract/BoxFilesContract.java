package zomg.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static zomg.fixture.Refusals.assertInvalid;
import static zomg.fixture.Refusals.assertRefused;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import zomg.error.ErrorCode;
import zomg.model.box.Box;
import zomg.model.file.BoxPath;
import zomg.model.file.FileInfo;
import zomg.model.file.FileMode;
import zomg.model.file.FileType;
import zomg.model.project.Project;
import zomg.port.BoxFiles;
import zomg.port.Download;

/** What all that reach into the files of boxes do, whether those run or not. */
public interface BoxFilesContract {

    BoxFiles files();

    Project project();

    Box runningBox();

    Box stoppedBox();

    private List<Box> both() {
        return List.of(runningBox(), stoppedBox());
    }

    @Test
    default void what_was_written_is_read() {
        byte[] bytes = new byte[3 * 1024 * 1024 + 1];
        new Random(1).nextBytes(bytes);
        for (Box box : both()) {
            write(box, "/srv/contract/some/file", bytes);

            assertThat(read(box, "/srv/contract/some/file")).isEqualTo(bytes);
            FileInfo info = files().show(box, project(), path("/srv/contract/some/file"));
            assertThat(info.type()).isEqualTo(FileType.FILE);
            assertThat(info.name()).isEqualTo("file");
            assertThat(info.size()).isEqualTo(bytes.length);
            assertThat(info.mode()).isEqualTo(new FileMode(0644));
            assertThat(info.uid()).isZero();
            assertThat(info.gid()).isZero();
        }
    }

    @Test
    default void an_empty_file_is_one() {
        for (Box box : both()) {
            write(box, "/srv/contract-empty", new byte[0]);

            assertThat(read(box, "/srv/contract-empty")).isEmpty();
        }
    }

    @Test
    default void a_file_that_is_replaced_leaves_its_mode() {
        for (Box box : both()) {
            BoxPath path = path("/srv/contract-mode");
            files().write(box, project(), path, mode(0750), bytes("one"));
            files().write(box, project(), path, Optional.empty(), bytes("two"));
            assertThat(files().show(box, project(), path).mode()).isEqualTo(new FileMode(0750));

            files().write(box, project(), path, mode(04711), bytes("three"));

            assertThat(files().show(box, project(), path).mode()).isEqualTo(new FileMode(04711));
            assertThat(read(box, path.value())).asString().isEqualTo("three");
        }
    }

    @Test
    default void what_was_cut_off_leaves_the_old_file_and_nothing_else() {
        for (Box box : both()) {
            write(box, "/srv/contract-cut/file", new byte[] {1});
            IOException broken = new IOException("broken");

            assertThatThrownBy(
                            () ->
                                    files().write(
                                                    box,
                                                    project(),
                                                    path("/srv/contract-cut/file"),
                                                    Optional.empty(),
                                                    new Breaking(broken)))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasCause(broken);

            assertThat(read(box, "/srv/contract-cut/file")).containsExactly(1);
            assertThat(names(box, "/srv/contract-cut")).containsExactly("file");
        }
    }

    @Test
    default void a_directory_is_listed_and_no_file() {
        for (Box box : both()) {
            write(box, "/srv/contract-list/b/below", new byte[1]);
            write(box, "/srv/contract-list/a", new byte[2]);

            assertThat(names(box, "/srv/contract-list")).containsExactly("a", "b");
            assertThat(files().show(box, project(), path("/srv/contract-list")).type())
                    .isEqualTo(FileType.DIRECTORY);
            assertInvalid(ErrorCode.INVALID_REQUEST, () -> read(box, "/srv/contract-list"), "path");
            assertInvalid(
                    ErrorCode.INVALID_REQUEST,
                    () -> write(box, "/srv/contract-list", new byte[1]),
                    "path");
            assertInvalid(
                    ErrorCode.INVALID_REQUEST, () -> names(box, "/srv/contract-list/a"), "path");
            assertInvalid(
                    ErrorCode.INVALID_REQUEST,
                    () -> write(box, "/srv/contract-list/a/b", new byte[1]),
                    "path");
        }
    }

    @Test
    default void what_is_not_there_is_refused() {
        for (Box box : both()) {
            assertRefused(ErrorCode.PATH_NOT_FOUND, () -> read(box, "/srv/nowhere/file"));
            assertRefused(ErrorCode.PATH_NOT_FOUND, () -> names(box, "/srv/nowhere"));
            assertRefused(
                    ErrorCode.PATH_NOT_FOUND,
                    () -> files().show(box, project(), path("/srv/nowhere")));
            assertRefused(
                    ErrorCode.PATH_NOT_FOUND,
                    () -> files().delete(box, project(), path("/srv/nowhere")));
            assertRefused(
                    ErrorCode.PATH_NOT_FOUND,
                    () -> files().pack(box, project(), path("/srv/nowhere")));
        }
    }

    @Test
    default void a_file_and_an_empty_directory_are_deleted() {
        for (Box box : both()) {
            write(box, "/srv/contract-delete/file", new byte[1]);
            assertInvalid(
                    ErrorCode.INVALID_REQUEST,
                    () -> files().delete(box, project(), path("/srv/contract-delete")),
                    "path");

            files().delete(box, project(), path("/srv/contract-delete/file"));
            files().delete(box, project(), path("/srv/contract-delete"));

            assertRefused(ErrorCode.PATH_NOT_FOUND, () -> names(box, "/srv/contract-delete"));
        }
    }

    private void write(Box box, String path, byte[] bytes) {
        files().write(
                        box,
                        project(),
                        path(path),
                        Optional.empty(),
                        new ByteArrayInputStream(bytes));
    }

    private byte[] read(Box box, String path) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (Download download = files().read(box, project(), path(path))) {
            download.writeTo(bytes);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    private List<String> names(Box box, String path) {
        return files().list(box, project(), path(path)).entries().stream()
                .map(FileInfo::name)
                .toList();
    }

    private static BoxPath path(String text) {
        return BoxPath.parse(text);
    }

    private static Optional<FileMode> mode(int bits) {
        return Optional.of(new FileMode(bits));
    }

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Half a megabyte, then no more. */
    final class Breaking extends InputStream {

        private final IOException failure;
        private int left = 512 * 1024;

        Breaking(IOException failure) {
            this.failure = failure;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0];
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (left == 0 && length > 0) {
                throw failure;
            }
            int count = Math.min(left, length);
            left -= count;
            return count;
        }
    }
}
