package zomg.api.json;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParser.Event;
import jakarta.json.stream.JsonParserFactory;
import jakarta.json.stream.JsonParsingException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SequencedSet;
import zomg.error.ErrorCode;
import zomg.error.Refusal;

/** A JSON document as it was sent: numbers as text, names that came twice remembered. */
sealed interface JsonTree {

    record Obj(SequencedMap<String, JsonTree> members, SequencedSet<String> repeated)
            implements JsonTree {}

    record Arr(List<JsonTree> elements) implements JsonTree {}

    record Text(String value) implements JsonTree {}

    record Num(String digits) implements JsonTree {}

    record Bool(boolean value) implements JsonTree {}

    record Null() implements JsonTree {}

    /**
     * @throws Refusal INVALID_REQUEST unless it is one JSON value in UTF-8, nested at most {@value
     *     Parsing#MAX_DEPTH} deep
     */
    static JsonTree parse(byte[] utf8) {
        try (JsonParser parser = Parsing.PARSERS.createParser(new StringReader(decode(utf8)))) {
            JsonTree root = Parsing.value(parser, parser.next(), 0);
            if (parser.hasNext()) {
                parser.next();
            }
            return root;
        } catch (JsonParsingException notJson) {
            throw Parsing.refusal(
                    "the body is not JSON: see line %d, column %d"
                            .formatted(
                                    notJson.getLocation().getLineNumber(),
                                    notJson.getLocation().getColumnNumber()));
        } catch (JsonException | java.util.NoSuchElementException cutOff) {
            throw Parsing.refusal("the body is not JSON: it ends too early");
        }
    }

    private static String decode(byte[] utf8) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
        } catch (CharacterCodingException other) {
            throw Parsing.refusal("the body is not UTF-8");
        }
    }

    /** How the tree is made. */
    final class Parsing {

        static final int MAX_DEPTH = 32;

        /**
         * Kept, because finding the provider again for each request would take most of its time.
         */
        private static final JsonParserFactory PARSERS = Json.createParserFactory(Map.of());

        private Parsing() {}

        private static JsonTree value(JsonParser parser, Event event, int depth) {
            if (depth > MAX_DEPTH) {
                throw refusal("the body must be nested at most %d deep".formatted(MAX_DEPTH));
            }
            return switch (event) {
                case START_OBJECT -> object(parser, depth);
                case START_ARRAY -> array(parser, depth);
                case VALUE_STRING -> new Text(parser.getString());
                case VALUE_NUMBER -> new Num(parser.getString());
                case VALUE_TRUE -> new Bool(true);
                case VALUE_FALSE -> new Bool(false);
                case VALUE_NULL -> new Null();
                case KEY_NAME, END_OBJECT, END_ARRAY ->
                        throw new IllegalStateException("the parser answered " + event);
            };
        }

        private static Obj object(JsonParser parser, int depth) {
            SequencedMap<String, JsonTree> members = new LinkedHashMap<>();
            SequencedSet<String> repeated = new LinkedHashSet<>();
            while (parser.next() == Event.KEY_NAME) {
                String name = parser.getString();
                if (members.put(name, value(parser, parser.next(), depth + 1)) != null) {
                    repeated.add(name);
                }
            }
            return new Obj(members, repeated);
        }

        private static Arr array(JsonParser parser, int depth) {
            List<JsonTree> elements = new ArrayList<>();
            for (Event event = parser.next(); event != Event.END_ARRAY; event = parser.next()) {
                elements.add(value(parser, event, depth + 1));
            }
            return new Arr(elements);
        }

        private static Refusal refusal(String detail) {
            return new Refusal(ErrorCode.INVALID_REQUEST, detail);
        }
    }
}
