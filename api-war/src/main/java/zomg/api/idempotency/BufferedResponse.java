package zomg.api.idempotency;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import zomg.model.request.Answer;

/** An answer that waits until it is noted. Those of changing requests have a bound. */
final class BufferedResponse extends HttpServletResponseWrapper {

    /** What of an answer says something of its result; the rest is of the connection. */
    private static final List<String> TELLING =
            List.of("Content-Type", "Location", "ETag", "Preference-Applied");

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final ServletOutputStream stream = new Kept(bytes);
    private PrintWriter writer;

    BufferedResponse(HttpServletResponse response) {
        super(response);
    }

    Answer answer() {
        if (writer != null) {
            writer.flush();
        }
        Map<String, String> headers =
                TELLING.stream()
                        .filter(name -> header(name).isPresent())
                        .collect(
                                Collectors.toMap(
                                        Function.identity(), name -> header(name).orElseThrow()));
        return new Answer(getStatus(), headers, bytes.toString(StandardCharsets.UTF_8));
    }

    private Optional<String> header(String name) {
        return Optional.ofNullable(getHeader(name));
    }

    /** What the container said by itself has gone out already. */
    void send() throws IOException {
        if (bytes.size() > 0) {
            getResponse().setContentLength(bytes.size());
            bytes.writeTo(getResponse().getOutputStream());
        }
    }

    @Override
    public ServletOutputStream getOutputStream() {
        return stream;
    }

    @Override
    public PrintWriter getWriter() {
        if (writer == null) {
            writer = new PrintWriter(new OutputStreamWriter(bytes, StandardCharsets.UTF_8));
        }
        return writer;
    }

    @Override
    public void flushBuffer() {
        // not before it is noted
    }

    @Override
    public void resetBuffer() {
        bytes.reset();
    }

    private static final class Kept extends ServletOutputStream {

        private final ByteArrayOutputStream bytes;

        private Kept(ByteArrayOutputStream bytes) {
            this.bytes = bytes;
        }

        @Override
        public void write(int one) {
            bytes.write(one);
        }

        @Override
        public void write(byte[] source, int offset, int length) {
            bytes.write(source, offset, length);
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            throw new IllegalStateException("nobody writes an answer asynchronously");
        }
    }
}
