package zomg.tar;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** One block of 512 bytes that says what follows; see pax(1) for where everything is. */
final class Header {

    static final int BLOCK = 512;

    static final int NAME = 100;
    static final int PREFIX = 155;

    private static final int PREFIX_AT = 345;
    private static final int TARGET_AT = 157;
    private static final int TYPE_AT = 156;
    private static final int CHECKSUM_AT = 148;
    private static final int CHECKSUM = 8;
    private static final int MAGIC_AT = 257;

    /** Places of numbers, with their lengths. */
    enum Field {
        MODE(100, 8),
        UID(108, 8),
        GID(116, 8),
        SIZE(124, 12),
        MODIFIED(136, 12);

        private final int at;
        private final int length;

        Field(int at, int length) {
            this.at = at;
            this.length = length;
        }

        /** The largest number that octal digits have room for. */
        long most() {
            return (1L << 3 * (length - 1)) - 1;
        }
    }

    private final byte[] block;

    Header(byte[] block) {
        this.block = block;
    }

    static Header empty() {
        Header header = new Header(new byte[BLOCK]);
        header.text(MAGIC_AT, "ustar\00000");
        return header;
    }

    byte[] block() {
        return block;
    }

    boolean isZero() {
        return Arrays.equals(block, new byte[BLOCK]);
    }

    char type() {
        return (char) block[TYPE_AT];
    }

    String name() {
        String name = text(0, NAME);
        // Where GNU keeps times, which are no prefix, ustar has 00 behind its own name
        boolean hasPrefix = text(MAGIC_AT, 6).equals("ustar") && block[MAGIC_AT + 5] == 0;
        String prefix = hasPrefix ? text(PREFIX_AT, PREFIX) : "";
        return prefix.isEmpty() ? name : prefix + "/" + name;
    }

    String target() {
        return text(TARGET_AT, NAME);
    }

    void put(char type, String prefix, String name, String target) {
        block[TYPE_AT] = (byte) type;
        text(0, name);
        text(PREFIX_AT, prefix);
        text(TARGET_AT, target);
    }

    /** The number is at most {@link Field#most()}, and not negative. */
    void put(Field field, long number) {
        String digits = Long.toOctalString(number);
        text(field.at, "0".repeat(field.length - 1 - digits.length()) + digits);
    }

    /** In octal digits, or in base 256 as GNU has it where those do not suffice. */
    long number(Field field) throws TarException {
        byte[] bytes = Arrays.copyOfRange(block, field.at, field.at + field.length);
        if (bytes[0] < 0) {
            return binary(bytes);
        }
        String digits = text(field.at, field.length).strip();
        if (digits.isEmpty()) {
            return 0;
        }
        if (!digits.matches("[0-7]+")) {
            throw new TarException("a number in the archive is none");
        }
        return Long.parseLong(digits, 8);
    }

    /** The highest bit is the mark, the next one the sign. */
    private static long binary(byte[] bytes) throws TarException {
        boolean negative = (bytes[0] & 0x40) != 0;
        bytes[0] = (byte) (negative ? bytes[0] : bytes[0] & 0x3f);
        BigInteger value = new BigInteger(bytes);
        if (value.bitLength() > Long.SIZE - 1) {
            throw new TarException("a number in the archive is too large");
        }
        return value.longValue();
    }

    void seal() {
        text(CHECKSUM_AT, "%06o\0 ".formatted(sum(false)));
    }

    /** Some old programs took bytes as signed. */
    boolean isSealed() {
        String digits = text(CHECKSUM_AT, CHECKSUM).strip();
        if (!digits.matches("[0-7]{1,8}")) {
            return false;
        }
        long given = Long.parseLong(digits, 8);
        return given == sum(false) || given == sum(true);
    }

    private long sum(boolean signed) {
        long sum = 0;
        for (int i = 0; i < BLOCK; i++) {
            boolean own = i >= CHECKSUM_AT && i < CHECKSUM_AT + CHECKSUM;
            int value = own ? ' ' : block[i];
            sum += signed ? value : value & 0xff;
        }
        return sum;
    }

    private String text(int at, int length) {
        int end = at;
        while (end < at + length && block[end] != 0) {
            end++;
        }
        return new String(block, at, end - at, StandardCharsets.ISO_8859_1);
    }

    private void text(int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(bytes, 0, block, at, bytes.length);
    }
}
