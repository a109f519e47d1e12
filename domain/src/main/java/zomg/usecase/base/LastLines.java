package zomg.usecase.base;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Passes everything on and remembers the end of it: that is where a script says what broke. */
final class LastLines extends OutputStream {

    private static final int LINES = 8;
    private static final int KEPT = 4096;

    private final List<OutputStream> next;
    private byte[] end = new byte[0];

    LastLines(OutputStream... next) {
        this.next = List.of(next);
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        for (OutputStream each : next) {
            each.write(bytes, offset, length);
        }
        byte[] longer = Arrays.copyOf(end, end.length + length);
        System.arraycopy(bytes, offset, longer, end.length, length);
        end = Arrays.copyOfRange(longer, Math.max(0, longer.length - KEPT), longer.length);
    }

    /** The last lines that were written. */
    String text() {
        String[] lines = new String(end, StandardCharsets.UTF_8).strip().split("\n", -1);
        return Arrays.stream(lines)
                .skip(Math.max(0, lines.length - LINES))
                .collect(Collectors.joining("\n"));
    }
}
