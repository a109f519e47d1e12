package zomg.tar;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import zomg.tar.Header.Field;
import zomg.tar.TarEntry.Kind;

/**
 * Reads an archive, entry by entry. What is kept of it in memory is bounded, whatever is in it; one
 * that is cut off is refused.
 */
public final class TarReader {

    /** Of all that stands before one entry. */
    private static final int MAX_EXTENDED = 1024 * 1024;

    /** One more than Linux takes. */
    private static final int MAX_NAME = 4096;

    private static final int MODE = 07777;

    private final InputStream in;
    private long left;
    private int padding;

    public TarReader(InputStream in) {
        this.in = in;
    }

    /**
     * Goes to the next entry; what was not read of the one before is passed over.
     *
     * @return empty at the end of the archive
     * @throws TarException if the archive is wrong
     */
    public Optional<TarEntry> next() throws IOException {
        skip(left + padding);
        left = 0;
        padding = 0;
        PaxRecords records = new PaxRecords();
        int extended = 0;
        while (true) {
            Header header = header();
            if (header.isZero()) {
                return Optional.empty();
            }
            long size = header.number(Field.SIZE);
            if (size < 0) {
                throw new TarException("a size in the archive is negative");
            }
            switch (header.type()) {
                case 'x', 'L', 'K' -> {
                    if (size > MAX_EXTENDED - extended) {
                        throw new TarException("an extended header of the archive is too long");
                    }
                    extended += (int) size + 1;
                    extend(records, header.type(), content((int) size));
                }
                case 'g' -> skip(size + paddingOf(size));
                case 'S' -> throw new TarException("sparse files are not understood here");
                default -> {
                    return Optional.of(entry(header, records, size));
                }
            }
        }
    }

    private static void extend(PaxRecords records, char type, byte[] content) throws TarException {
        switch (type) {
            case 'L' -> records.put(PaxRecords.PATH, untilZero(content));
            case 'K' -> records.put(PaxRecords.LINK_PATH, untilZero(content));
            default -> records.putAll(PaxRecords.parse(content));
        }
    }

    private static String untilZero(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int end = text.indexOf('\0');
        return end < 0 ? text : text.substring(0, end);
    }

    private TarEntry entry(Header header, PaxRecords records, long given) throws TarException {
        String name = records.get(PaxRecords.PATH).orElseGet(header::name);
        String target = records.get(PaxRecords.LINK_PATH).orElseGet(header::target);
        Kind type = type(header.type(), name);
        check(name);
        check(target);
        long size = records.number(PaxRecords.SIZE, given);
        left = type == Kind.FILE || type == Kind.OTHER ? size : 0;
        padding = paddingOf(left);
        return new TarEntry(
                type,
                name,
                target,
                (int) header.number(Field.MODE) & MODE,
                records.number(PaxRecords.UID, header.number(Field.UID)),
                records.number(PaxRecords.GID, header.number(Field.GID)),
                type == Kind.FILE ? size : 0,
                records.modified(instant(header.number(Field.MODIFIED))));
    }

    private static Instant instant(long seconds) throws TarException {
        if (seconds < Instant.MIN.getEpochSecond() || seconds > Instant.MAX.getEpochSecond()) {
            throw new TarException("a time in the archive is none");
        }
        return Instant.ofEpochSecond(seconds);
    }

    private static Kind type(char flag, String name) {
        return switch (flag) {
            // Before there was a flag for directories, their names ended with a slash
            case '0', '7', '\0' -> name.endsWith("/") ? Kind.DIRECTORY : Kind.FILE;
            case '1' -> Kind.HARD_LINK;
            case '2' -> Kind.LINK;
            case '5' -> Kind.DIRECTORY;
            default -> Kind.OTHER;
        };
    }

    private static void check(String name) throws TarException {
        if (name.length() >= MAX_NAME || name.indexOf('\0') >= 0) {
            throw new TarException("a name in the archive is none");
        }
    }

    /** What is left of the content of the entry, as much as there is room for; -1 at its end. */
    public int read(byte[] into, int offset, int length) throws IOException {
        if (left == 0) {
            return -1;
        }
        int want = (int) Math.min(left, length);
        if (in.readNBytes(into, offset, want) < want) {
            throw cutOff();
        }
        left -= want;
        return want;
    }

    private Header header() throws IOException {
        Header header = new Header(block());
        if (!header.isZero() && !header.isSealed()) {
            throw new TarException("this is no archive in tar's format, or it is damaged");
        }
        return header;
    }

    private byte[] block() throws IOException {
        byte[] block = in.readNBytes(Header.BLOCK);
        if (block.length < Header.BLOCK) {
            throw cutOff();
        }
        return block;
    }

    private byte[] content(int size) throws IOException {
        byte[] content = in.readNBytes(size);
        if (content.length < size) {
            throw cutOff();
        }
        skip(paddingOf(size));
        return content;
    }

    private void skip(long bytes) throws IOException {
        try {
            in.skipNBytes(bytes);
        } catch (EOFException end) {
            throw cutOff();
        }
    }

    private static TarException cutOff() {
        return new TarException("the archive is cut off");
    }

    private static int paddingOf(long size) {
        return (int) (-size & (Header.BLOCK - 1));
    }
}
