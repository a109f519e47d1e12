package zomg.api.session;

import jakarta.json.Json;
import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonReaderFactory;
import java.util.Map;

/**
 * Once for all frames: the methods of {@link Json} look for who does the work each time, which in
 * the container takes longer than the work.
 */
final class JsonFactories {

    static final JsonReaderFactory READERS = Json.createReaderFactory(Map.of());
    static final JsonBuilderFactory BUILDERS = Json.createBuilderFactory(Map.of());

    private JsonFactories() {}
}
