package zomg.cli.support;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;

/** Files in folders that nobody else can write to: replaced as a whole, never seen half written. */
public final class OwnFile {

    public static final String PRIVATE = "rw-------";
    public static final String PUBLIC = "rw-r--r--";

    private OwnFile() {}

    public static void write(Path file, String content, String permissions) {
        Path next = file.resolveSibling("." + file.getFileName() + ".new");
        try {
            Files.deleteIfExists(next);
            try (FileChannel channel =
                    FileChannel.open(
                            next,
                            EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                            PosixFilePermissions.asFileAttribute(
                                    PosixFilePermissions.fromString(PRIVATE)))) {
                ByteBuffer bytes = ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.setPosixFilePermissions(next, PosixFilePermissions.fromString(permissions));
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failed) {
            throw Failure.of("%s cannot be written: %s".formatted(file, failed.getMessage()));
        }
    }

    public static void makeFolder(Path folder, String permissions) {
        try {
            Files.createDirectories(folder);
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(permissions));
        } catch (IOException failed) {
            throw Failure.of("%s cannot be made: %s".formatted(folder, failed.getMessage()));
        }
    }
}
