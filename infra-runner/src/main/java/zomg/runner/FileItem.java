package zomg.runner;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import zomg.model.file.FileInfo;
import zomg.model.file.FileMode;
import zomg.model.file.FileType;
import zomg.tar.TarEntry;

/**
 * What the runner says of a file, or is told of one, in the words of an archive: there each
 * character of a name is a byte.
 */
record FileItem(TarEntry entry) {

    private static final int OCTAL = 8;
    private static final List<TarEntry.Kind> TYPES = List.of(TarEntry.Kind.values());

    /** In the order of {@link TarEntry.Kind}. */
    private static final String LETTERS = "fdlho";

    /**
     * From {@code TYPE PERMISSIONS UID GID SIZE SECONDS NANOSECONDS}, name and target, each ended
     * by a zero.
     */
    static FileItem parse(byte[] payload) {
        String[] parts = new String(payload, StandardCharsets.ISO_8859_1).split("\0", -1);
        try {
            List<String> words = Arrays.asList(parts[0].split(" ", -1));
            return new FileItem(
                    new TarEntry(
                            TYPES.get(LETTERS.indexOf(words.get(0))),
                            parts[1],
                            parts[2],
                            Integer.parseInt(words.get(1), OCTAL),
                            Long.parseLong(words.get(2)),
                            Long.parseLong(words.get(3)),
                            Long.parseLong(words.get(4)),
                            Instant.ofEpochSecond(
                                    Long.parseLong(words.get(5)), Long.parseLong(words.get(6)))));
        } catch (IndexOutOfBoundsException | NumberFormatException malformed) {
            throw new RunnerFailed("malformed item", malformed);
        }
    }

    byte[] toBytes() {
        return "%c %o %d %d %d %d %d\0%s\0%s\0"
                .formatted(
                        LETTERS.charAt(entry.type().ordinal()),
                        entry.mode(),
                        entry.uid(),
                        entry.gid(),
                        entry.size(),
                        entry.modified().getEpochSecond(),
                        entry.modified().getNano(),
                        entry.name(),
                        entry.target())
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    FileInfo toInfo() {
        return new FileInfo(
                switch (entry.type()) {
                    case FILE -> FileType.FILE;
                    case DIRECTORY -> FileType.DIRECTORY;
                    case LINK -> FileType.LINK;
                    case HARD_LINK, OTHER -> FileType.OTHER;
                },
                text(entry.name()),
                entry.size(),
                new FileMode(entry.mode()),
                (int) entry.uid(),
                (int) entry.gid(),
                entry.modified(),
                Optional.of(entry.target())
                        .filter(_ -> entry.is(TarEntry.Kind.LINK))
                        .map(FileItem::text));
    }

    private static String text(String bytes) {
        return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }
}
