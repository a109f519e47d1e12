package zomg.usecase.box;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;

/**
 * What a command wrote to one of its streams.
 *
 * @param truncated whether it wrote more than was kept
 */
public record Output(byte[] bytes, boolean truncated) {

    /** Keeps the first bytes and lets the rest go, so that the command can end. */
    static final class Collector extends OutputStream {

        private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
        private final int limit;
        private boolean truncated;

        Collector(int limit) {
            this.limit = limit;
        }

        @Override
        public synchronized void write(int one) {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public synchronized void write(byte[] bytes, int offset, int length) {
            int room = Math.min(length, limit - kept.size());
            kept.write(bytes, offset, room);
            truncated |= room < length;
        }

        synchronized Output output() {
            return new Output(kept.toByteArray(), truncated);
        }
    }
}
