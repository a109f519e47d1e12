package zomg.api.stream;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import zomg.api.json.JsonWriter;

/** Server-sent events, and comments where there are none for long. */
public final class EventWriter {

    /** How soon who writes them should look whether the server, or the client, is at its end. */
    public static final Duration LOOK = Duration.ofMillis(500);

    private static final Duration HEART_BEAT = Duration.ofSeconds(15);

    private final OutputStream out;
    private long wroteAt = System.nanoTime();

    public EventWriter(OutputStream out) {
        this.out = out;
    }

    /** Lines as they are, at once. */
    public void say(String lines) throws IOException {
        write(lines.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /**
     * One event; not at once.
     *
     * @param head lines that come before its data
     * @param data becomes JSON
     */
    public void event(String head, Record data) throws IOException {
        ByteArrayOutputStream event = new ByteArrayOutputStream();
        event.writeBytes((head + "data: ").getBytes(StandardCharsets.UTF_8));
        JsonWriter.write(data, event);
        event.writeBytes("\n\n".getBytes(StandardCharsets.UTF_8));
        write(event.toByteArray());
    }

    /** Says that nothing comes any more. */
    public void end() throws IOException {
        say("event: end\ndata: {}\n\n");
    }

    private void write(byte[] bytes) throws IOException {
        out.write(bytes);
        wroteAt = System.nanoTime();
    }

    public void flush() throws IOException {
        out.flush();
    }

    /** Says that the server is there, if it said nothing for long. */
    public void beat() throws IOException {
        if (System.nanoTime() - wroteAt > HEART_BEAT.toNanos()) {
            say(":\n\n");
        }
    }
}
