package zomg.cli.file;

import java.io.OutputStream;
import java.io.PrintStream;

/** Standard output that notices when nobody reads it any more. */
final class Printed extends OutputStream {

    /** Nobody reads what is printed. */
    static final class Unread extends RuntimeException {}

    private final PrintStream out;

    Printed(PrintStream out) {
        this.out = out;
    }

    @Override
    public void write(int value) {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        out.write(bytes, offset, length);
        if (out.checkError()) {
            throw new Unread();
        }
    }
}
