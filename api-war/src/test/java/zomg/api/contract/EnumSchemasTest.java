package zomg.api.contract;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the contract says of an enum that is described by hand is all that it has. */
final class EnumSchemasTest {

    private static final String PREFIX = "mp.openapi.schema.";

    static Stream<String> enums() throws IOException, ClassNotFoundException {
        Stream.Builder<String> enums = Stream.builder();
        for (String key : described().stringPropertyNames()) {
            if (key.startsWith(PREFIX) && Class.forName(key.substring(PREFIX.length())).isEnum()) {
                enums.add(key);
            }
        }
        return enums.build();
    }

    @ParameterizedTest
    @MethodSource("enums")
    void every_constant_is_in_the_contract(String key) throws IOException, ClassNotFoundException {
        Object[] constants = Class.forName(key.substring(PREFIX.length())).getEnumConstants();

        assertThat(values(described().getProperty(key)))
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(constants)
                                .map(constant -> ((Enum<?>) constant).name())
                                .map(name -> name.toLowerCase(Locale.ROOT))
                                .toList());
    }

    private static List<String> values(String schema) {
        try (JsonReader reader = Json.createReader(new StringReader(schema))) {
            return reader.readObject().getJsonArray("enum").getValuesAs(JsonString::getString);
        }
    }

    private static Properties described() throws IOException {
        Properties properties = new Properties();
        try (InputStream file =
                EnumSchemasTest.class.getResourceAsStream(
                        "/META-INF/microprofile-config.properties")) {
            properties.load(file);
        }
        return properties;
    }
}
