package zomg.api.session;

import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import zomg.error.InvalidInput;
import zomg.model.box.Environment;
import zomg.model.exec.OutputOffsets;
import zomg.model.exec.SessionInput;
import zomg.model.exec.SessionPosition;
import zomg.model.exec.WindowSize;
import zomg.model.id.Uid;
import zomg.port.Session;

/** The frames that are JSON. */
record Control(JsonObject members) {

    private static final String STDIN = "stdin";
    private static final String STDOUT = "stdout";
    private static final String STDERR = "stderr";

    private static final Map<String, Integer> SIGNALS =
            Map.of(
                    "HUP", 1, "INT", 2, "QUIT", 3, "KILL", 9, "USR1", 10, "USR2", 12, "TERM", 15,
                    "CONT", 18, "STOP", 19, "TSTP", 20);

    /**
     * @throws InvalidInput unless it is an object
     */
    static Control parse(byte[] utf8) {
        try (JsonReader reader =
                JsonFactories.READERS.createReader(new ByteArrayInputStream(utf8))) {
            return new Control(reader.readObject());
        } catch (JsonException | IllegalStateException notJson) {
            throw InvalidInput.field("frame", "must be a JSON object");
        }
    }

    /** What the server says first: where everything stands. */
    static byte[] session(Session session) {
        SessionPosition position = session.position();
        return bytes(
                "session",
                JsonFactories.BUILDERS
                        .createObjectBuilder()
                        .add("id", session.id().value())
                        .add(STDIN, position.stdin())
                        .add(STDOUT, position.output().stdout())
                        .add(STDERR, position.output().stderr()));
    }

    /** How much of the input need not be kept for another time. */
    static byte[] accepted(long stdin) {
        return bytes("ack", JsonFactories.BUILDERS.createObjectBuilder().add(STDIN, stdin));
    }

    private static byte[] bytes(String name, JsonObjectBuilder value) {
        return JsonFactories.BUILDERS
                .createObjectBuilder()
                .add(name, value)
                .build()
                .toString()
                .getBytes(StandardCharsets.UTF_8);
    }

    /**
     * A client that comes back.
     *
     * @param from what it has; empty for all that is still there
     */
    record Resume(Uid session, Optional<OutputOffsets> from) {}

    Optional<Resume> resume() {
        return object(members, "resume")
                .map(wish -> new Resume(session(wish), object(wish, "from").map(Control::offsets)));
    }

    private static Uid session(JsonObject wish) {
        if (wish.get("session") instanceof JsonString id && Uid.isUid(id.getString())) {
            return new Uid(id.getString());
        }
        throw InvalidInput.field("session", "must be the id of a session");
    }

    /** What a client has heard. */
    Optional<OutputOffsets> confirmed() {
        return object(members, "ack").map(Control::offsets);
    }

    private static OutputOffsets offsets(JsonObject of) {
        return new OutputOffsets(offset(of, STDOUT), offset(of, STDERR));
    }

    private static long offset(JsonObject of, String name) {
        if (of.get(name) instanceof JsonNumber number && number.isIntegral()) {
            return number.longValue();
        }
        throw InvalidInput.field(name, "must be a number");
    }

    private static Optional<JsonObject> object(JsonObject in, String name) {
        JsonValue value = in.get(name);
        if (value == null || value instanceof JsonObject) {
            return Optional.ofNullable((JsonObject) value);
        }
        throw InvalidInput.field(name, "must be an object");
    }

    Optional<Environment> environment() {
        Optional<JsonObject> variables = object(members, "env");
        if (variables.isEmpty()) {
            return Optional.empty();
        }
        Map<String, String> read = new HashMap<>();
        variables
                .get()
                .forEach(
                        (name, text) -> {
                            if (!(text instanceof JsonString string)) {
                                throw InvalidInput.field("env", "must have strings");
                            }
                            read.put(name, string.getString());
                        });
        return Optional.of(Environment.of(read));
    }

    /** One that is too long for an address. */
    Optional<List<String>> command() {
        JsonValue value = members.get("command");
        if (value == null) {
            return Optional.empty();
        }
        if (!(value instanceof JsonArray words)) {
            throw InvalidInput.field("command", "must be a list");
        }
        return Optional.of(words.stream().map(Control::word).toList());
    }

    private static String word(JsonValue value) {
        if (value instanceof JsonString word) {
            return word.getString();
        }
        throw InvalidInput.field("command", "must be strings");
    }

    Optional<SessionInput> signal() {
        JsonValue value = members.get("signal");
        if (value == null) {
            return Optional.empty();
        }
        Integer number = value instanceof JsonString name ? SIGNALS.get(name.getString()) : null;
        if (number == null) {
            throw InvalidInput.field(
                    "signal",
                    "must be one of HUP, INT, QUIT, KILL, USR1, USR2, TERM, CONT, STOP, TSTP");
        }
        return Optional.of(new SessionInput.Signal(number));
    }

    /** Names as Kubernetes writes them. */
    WindowSize size() {
        return new WindowSize(number("Height"), number("Width"));
    }

    private int number(String name) {
        if (members.get(name) instanceof JsonNumber number && number.isIntegral()) {
            long value = number.longValue();
            return (int) Math.max(0, Math.min(value, Integer.MAX_VALUE));
        }
        throw InvalidInput.field(name, "must be a number");
    }
}
