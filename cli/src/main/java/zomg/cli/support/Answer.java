package zomg.cli.support;

import io.avaje.jsonb.Jsonb;
import java.io.PrintStream;

/** A good answer of the server: its bytes as they came, and what they mean. */
public record Answer<T>(int status, byte[] body, Class<T> type) {

    public T value() {
        try {
            return Jsonb.instance().type(type).fromJson(body);
        } catch (RuntimeException malformed) {
            throw Failure.of(
                    "the server's answer is not what this version of zomg understands: "
                            + malformed.getMessage());
        }
    }

    /** Exactly what the API returned; only the end of the line is ours. */
    public void copyTo(PrintStream out) {
        out.write(body, 0, body.length);
        if (body.length > 0 && body[body.length - 1] != '\n') {
            out.print('\n');
        }
    }
}
