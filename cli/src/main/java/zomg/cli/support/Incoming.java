package zomg.cli.support;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** The body of an answer, whose failures are not taken for those of this machine. */
final class Incoming extends FilterInputStream {

    private final Server server;

    Incoming(InputStream body, Server server) {
        super(body);
        this.server = server;
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] into, int offset, int length) {
        try {
            return in.read(into, offset, length);
        } catch (IOException broken) {
            throw Unreachable.broken(server, broken);
        }
    }

    /** What is not read yet does not matter any more. */
    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException broken) {
            // as good
        }
    }
}
