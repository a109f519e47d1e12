package zomg.cli.support;

import java.io.IOException;
import java.io.OutputStream;

/** The body of a request, whose failures are not taken for those of this machine. */
final class Outgoing extends OutputStream {

    /** The server takes no more. */
    static final class Cut extends RuntimeException {

        private final IOException reason;

        private Cut(IOException reason) {
            super(reason);
            this.reason = reason;
        }

        IOException reason() {
            return reason;
        }
    }

    private final OutputStream out;

    Outgoing(OutputStream out) {
        this.out = out;
    }

    @Override
    public void write(int value) {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        try {
            out.write(bytes, offset, length);
        } catch (IOException broken) {
            throw new Cut(broken);
        }
    }

    @Override
    public void flush() {
        try {
            out.flush();
        } catch (IOException broken) {
            throw new Cut(broken);
        }
    }

    /** All was written; a body that is only closed is not whole. */
    void end() {
        try {
            out.close();
        } catch (IOException broken) {
            throw new Cut(broken);
        }
    }
}
