package zomg.api.session;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
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
import zomg.model.exec.SessionInput;
import zomg.model.exec.WindowSize;

/** The frames that are JSON. */
record Control(JsonObject members) {

    private static final Map<String, Integer> SIGNALS =
            Map.of(
                    "HUP", 1, "INT", 2, "QUIT", 3, "KILL", 9, "USR1", 10, "USR2", 12, "TERM", 15,
                    "CONT", 18, "STOP", 19, "TSTP", 20);

    /**
     * @throws InvalidInput unless it is an object
     */
    static Control parse(byte[] utf8) {
        try (JsonReader reader = Json.createReader(new ByteArrayInputStream(utf8))) {
            return new Control(reader.readObject());
        } catch (JsonException | IllegalStateException notJson) {
            throw InvalidInput.field("frame", "must be a JSON object");
        }
    }

    /** What the server says first. */
    static byte[] session(String id) {
        return Json.createObjectBuilder()
                .add("session", Json.createObjectBuilder().add("id", id).add("stdin", 0))
                .build()
                .toString()
                .getBytes(StandardCharsets.UTF_8);
    }

    Optional<Environment> environment() {
        JsonValue value = members.get("env");
        if (value == null) {
            return Optional.empty();
        }
        if (!(value instanceof JsonObject variables)) {
            throw InvalidInput.field("env", "must be an object");
        }
        Map<String, String> read = new HashMap<>();
        variables.forEach(
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
