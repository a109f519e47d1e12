package zomg.usecase.base;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Output line by line, of each as much as is of interest. */
public final class Lines extends OutputStream {

    private static final int MOST = 500;

    private final Consumer<String> listener;
    private final byte[] line = new byte[MOST];
    private int length;

    /**
     * @param listener gets what stands before a line feed or a carriage return, without white space
     *     around it
     */
    public Lines(Consumer<String> listener) {
        this.listener = listener;
    }

    @Override
    public void write(int one) {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int count) {
        for (int at = offset; at < offset + count; at++) {
            if (bytes[at] == '\n' || bytes[at] == '\r') {
                String text = new String(line, 0, length, StandardCharsets.UTF_8).strip();
                length = 0;
                listener.accept(text);
            } else if (length < MOST) {
                line[length++] = bytes[at];
            }
        }
    }
}
