package zomg.tar;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Keywords and values that a pax header gives of the next entry. Each character is a byte. */
final class PaxRecords {

    static final String PATH = "path";
    static final String LINK_PATH = "linkpath";
    static final String MODIFIED = "mtime";
    static final String SIZE = "size";
    static final String UID = "uid";
    static final String GID = "gid";

    private static final String SPARSE = "GNU.sparse.";
    private static final int NANOS = 9;

    private final Map<String, String> records = new HashMap<>();

    boolean isEmpty() {
        return records.isEmpty();
    }

    void put(String keyword, String value) {
        records.put(keyword, value);
    }

    void putAll(PaxRecords others) {
        records.putAll(others.records);
    }

    Optional<String> get(String keyword) {
        return Optional.ofNullable(records.get(keyword));
    }

    long number(String keyword, long otherwise) throws TarException {
        String text = records.get(keyword);
        if (text == null) {
            return otherwise;
        }
        if (!text.matches("[0-9]{1,18}")) {
            throw new TarException("a number in the archive is none");
        }
        return Long.parseLong(text);
    }

    Instant modified(Instant otherwise) throws TarException {
        String text = records.get(MODIFIED);
        if (text == null) {
            return otherwise;
        }
        if (!text.matches("-?[0-9]{1,12}(\\.[0-9]{1,30})?")) {
            throw new TarException("a time in the archive is none");
        }
        BigDecimal seconds = new BigDecimal(text);
        BigDecimal whole = seconds.setScale(0, RoundingMode.FLOOR);
        return Instant.ofEpochSecond(
                whole.longValueExact(), seconds.subtract(whole).movePointRight(NANOS).longValue());
    }

    void putModified(Instant time) {
        put(
                MODIFIED,
                BigDecimal.valueOf(time.getEpochSecond())
                        .add(BigDecimal.valueOf(time.getNano(), NANOS))
                        .stripTrailingZeros()
                        .toPlainString());
    }

    /** {@code LENGTH KEYWORD=VALUE\n}, where the length counts its own digits. */
    byte[] toBytes() {
        StringBuilder all = new StringBuilder();
        records.forEach(
                (keyword, value) -> {
                    int rest = keyword.length() + value.length() + 3;
                    int length = rest + Integer.toString(rest).length();
                    length = rest + Integer.toString(length).length();
                    all.append(length)
                            .append(' ')
                            .append(keyword)
                            .append('=')
                            .append(value)
                            .append('\n');
                });
        return all.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    static PaxRecords parse(byte[] bytes) throws TarException {
        PaxRecords records = new PaxRecords();
        String all = new String(bytes, StandardCharsets.ISO_8859_1);
        for (int at = 0; at < all.length(); ) {
            int space = all.indexOf(' ', at);
            String digits = space < 0 ? "" : all.substring(at, space);
            int length = digits.matches("[1-9][0-9]{0,6}") ? Integer.parseInt(digits) : 0;
            int end = at + length;
            int equals = all.indexOf('=', at);
            if (length == 0 || end > all.length() || equals < space || equals >= end) {
                throw new TarException("an extended header of the archive is none");
            }
            String keyword = all.substring(space + 1, equals);
            if (keyword.startsWith(SPARSE)) {
                throw new TarException("sparse files are not understood here");
            }
            records.put(keyword, all.substring(equals + 1, end - 1));
            at = end;
        }
        return records;
    }
}
