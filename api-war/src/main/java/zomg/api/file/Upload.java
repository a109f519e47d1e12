package zomg.api.file;

import jakarta.ws.rs.core.HttpHeaders;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import zomg.error.ErrorCode;
import zomg.error.Refusal;

/** The body of a request. That it was cut off is never taken for its end. */
final class Upload extends FilterInputStream {

    /** What the header says, else -1. */
    private final long announced;

    private long count;

    private Upload(InputStream body, long announced) {
        super(body);
        this.announced = announced;
    }

    static Upload of(InputStream body, HttpHeaders headers) {
        String length = headers.getHeaderString(HttpHeaders.CONTENT_LENGTH);
        return new Upload(body, length == null ? -1 : Long.parseLong(length));
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] into, int offset, int length) {
        int got;
        try {
            got = in.read(into, offset, length);
        } catch (IOException broken) {
            throw cutOff(broken);
        }
        if (got < 0 && announced >= 0 && count < announced) {
            throw cutOff(null);
        }
        count += Math.max(got, 0);
        return got;
    }

    private static Refusal cutOff(IOException cause) {
        return new Refusal(ErrorCode.INVALID_REQUEST, "the body was cut off", cause);
    }
}
