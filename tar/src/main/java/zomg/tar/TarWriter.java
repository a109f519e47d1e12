package zomg.tar;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import zomg.tar.Header.Field;
import zomg.tar.TarEntry.Kind;

/**
 * Writes an archive in the format pax. Who reads it knows by its end that nothing is missing, so
 * {@link #finish} is for what became whole only.
 */
public final class TarWriter {

    private static final char EXTENDED = 'x';
    private static final int EXTENDED_MODE = 0644;

    private final OutputStream out;
    private long left;
    private int padding;

    public TarWriter(OutputStream out) {
        this.out = out;
    }

    /** Begins an entry; as many bytes as its size says are to be written next. */
    public void entry(TarEntry entry) throws IOException {
        endEntry();
        PaxRecords records = new PaxRecords();
        Header header = header(entry, records);
        if (!records.isEmpty()) {
            byte[] content = records.toBytes();
            Header extended = Header.empty();
            extended.put(EXTENDED, "", "pax", "");
            extended.put(Field.MODE, EXTENDED_MODE);
            extended.put(Field.UID, 0);
            extended.put(Field.GID, 0);
            extended.put(Field.SIZE, content.length);
            extended.put(Field.MODIFIED, 0);
            extended.seal();
            out.write(extended.block());
            out.write(content);
            pad(content.length);
        }
        header.seal();
        out.write(header.block());
        left = entry.size();
        padding = paddingOf(left);
    }

    private static Header header(TarEntry entry, PaxRecords records) {
        Header header = Header.empty();
        String name =
                entry.is(Kind.DIRECTORY) && !entry.name().endsWith("/")
                        ? entry.name() + "/"
                        : entry.name();
        int split = name.length() <= Header.NAME ? -1 : split(name);
        if (split < 0 && name.length() > Header.NAME) {
            putName(records, PaxRecords.PATH, name);
        }
        if (entry.target().length() > Header.NAME) {
            putName(records, PaxRecords.LINK_PATH, entry.target());
        }
        header.put(
                flag(entry.type()),
                split < 0 ? "" : name.substring(0, split),
                cut(name.substring(split + 1)),
                cut(entry.target()));
        header.put(Field.MODE, entry.mode());
        put(header, records, Field.UID, PaxRecords.UID, entry.uid());
        put(header, records, Field.GID, PaxRecords.GID, entry.gid());
        put(header, records, Field.SIZE, PaxRecords.SIZE, entry.size());
        Instant modified = entry.modified();
        boolean plain =
                modified.getNano() == 0
                        && modified.getEpochSecond() >= 0
                        && modified.getEpochSecond() <= Field.MODIFIED.most();
        header.put(Field.MODIFIED, plain ? modified.getEpochSecond() : 0);
        if (!plain) {
            records.putModified(modified);
        }
        return header;
    }

    /** Names that are no UTF-8 are allowed when a record says so. */
    private static void putName(PaxRecords records, String keyword, String name) {
        try {
            StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(name.getBytes(StandardCharsets.ISO_8859_1)));
        } catch (CharacterCodingException bytes) {
            records.put("hdrcharset", "BINARY");
        }
        records.put(keyword, name);
    }

    private static void put(
            Header header, PaxRecords records, Field field, String keyword, long number) {
        boolean fits = number <= field.most();
        header.put(field, fits ? number : 0);
        if (!fits) {
            records.put(keyword, Long.toString(number));
        }
    }

    /** The slash that may be left out between prefix and name; -1 if neither way fits. */
    private static int split(String name) {
        int slash = name.lastIndexOf('/', Math.min(Header.PREFIX, name.length() - 2));
        return slash > 0 && name.length() - slash - 1 <= Header.NAME ? slash : -1;
    }

    private static String cut(String name) {
        return name.substring(0, Math.min(name.length(), Header.NAME));
    }

    private static char flag(Kind type) {
        return switch (type) {
            case FILE -> '0';
            case HARD_LINK -> '1';
            case LINK -> '2';
            case DIRECTORY -> '5';
            case OTHER -> throw new IllegalArgumentException("nothing that can be archived");
        };
    }

    /** Content of the entry. */
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (length > left) {
            throw new IllegalStateException("more than was announced");
        }
        out.write(bytes, offset, length);
        left -= length;
    }

    /** Two blocks of zeros. */
    public void finish() throws IOException {
        endEntry();
        out.write(new byte[2 * Header.BLOCK]);
        out.flush();
    }

    private void endEntry() throws IOException {
        if (left > 0) {
            throw new IllegalStateException("less than was announced");
        }
        out.write(new byte[padding]);
        padding = 0;
    }

    private void pad(long size) throws IOException {
        out.write(new byte[paddingOf(size)]);
    }

    private static int paddingOf(long size) {
        return (int) (-size & (Header.BLOCK - 1));
    }
}
