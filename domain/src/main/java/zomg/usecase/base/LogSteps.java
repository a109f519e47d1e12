package zomg.usecase.base;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import zomg.model.operation.Operation.Progress;
import zomg.usecase.operation.Steps;

/** Says each line that a script prints as the step that is being done. */
final class LogSteps extends OutputStream {

    private static final int MOST = 200;
    private static final int FIRST = 5;
    private static final int LAST = 94;

    /** After so many lines half of it is done, as far as anybody can know. */
    private static final int HALF = 300;

    private final Steps.Listener listener = Steps.listener();
    private final byte[] line = new byte[MOST];
    private int length;
    private int counted;

    @Override
    public void write(int one) {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int count) {
        for (int at = offset; at < offset + count; at++) {
            if (bytes[at] == '\n' || bytes[at] == '\r') {
                tell();
            } else if (length < MOST) {
                line[length++] = bytes[at];
            }
        }
    }

    private void tell() {
        String text = new String(line, 0, length, StandardCharsets.UTF_8).strip();
        length = 0;
        if (text.isEmpty()) {
            return;
        }
        counted++;
        int percent = FIRST + (LAST - FIRST) * counted / (counted + HALF);
        listener.next(new Progress(percent, text.replaceAll("\\p{Cntrl}", " ")));
    }
}
