package zomg.api.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import jakarta.ws.rs.core.MediaType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.annotation.Annotation;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import zomg.error.ErrorCode;
import zomg.error.InvalidInput;
import zomg.error.Refusal;
import zomg.model.box.Cpus;
import zomg.model.box.Isolation;
import zomg.model.box.Port;
import zomg.model.box.Tags;
import zomg.model.id.BoxName;

/** A strict reader: every test sends a body to the same record. */
class RequestReaderTest {

    public record Limits(Optional<Cpus> cpus, Optional<Integer> count) {}

    public record Order(
            BoxName name,
            Optional<List<String>> words,
            Optional<Limits> limits,
            Optional<Tags> tags,
            Optional<Port> port,
            Optional<Isolation> isolation,
            Optional<Boolean> quickly) {

        public Order {
            if (port.isPresent() && quickly.isPresent()) {
                throw InvalidInput.field("port", "cannot be used with quickly");
            }
        }
    }

    public record Silence(Optional<String> word) {}

    @Test
    void a_whole_body_is_bound() {
        Order order =
                read(
                        """
                        {"name": "web", "words": ["a", ""], "limits": {"cpus": 0.5, "count": -3},
                         "tags": {"tier": "front"}, "port": 80.0, "isolation": "hardened"}""");

        assertThat(order)
                .isEqualTo(
                        new Order(
                                new BoxName("web"),
                                Optional.of(List.of("a", "")),
                                Optional.of(
                                        new Limits(Optional.of(new Cpus(500)), Optional.of(-3))),
                                Optional.of(Tags.of(java.util.Map.of("tier", "front"))),
                                Optional.of(new Port(80)),
                                Optional.of(Isolation.HARDENED),
                                Optional.empty()));
    }

    @Test
    void null_is_absent() {
        assertThat(read("{\"name\":\"web\",\"port\":null}").port()).isEmpty();
    }

    @Test
    void an_empty_body_says_nothing() {
        assertThat(read(Silence.class, new byte[0], MediaType.WILDCARD_TYPE).word()).isEmpty();
    }

    @Test
    void every_bad_field_is_named_at_once() {
        InvalidInput refusal =
                refusal(
                        """
                        {"name": "Web", "words": ["a", 1], "limits": {"cpus": "1", "foo": 2},
                         "tags": {"a b": "c", "d": 1}, "port": 0, "isolation": "weak",
                         "quickly": "yes", "misspelt": {}}""");

        assertThat(refusal.problems())
                .extracting(InvalidInput.Problem::field)
                .containsExactlyInAnyOrder(
                        "name",
                        "words[1]",
                        "limits.cpus",
                        "limits.foo",
                        "tags.a b",
                        "tags.d",
                        "port",
                        "isolation",
                        "quickly",
                        "misspelt");
    }

    @Test
    void rules_across_fields_are_told_beside_a_bad_field() {
        InvalidInput refusal = refusal("{\"name\":\"Web\",\"port\":1,\"quickly\":true}");

        assertThat(refusal.problems())
                .extracting(InvalidInput.Problem::field)
                .containsExactlyInAnyOrder("name", "port");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                          | name is required",
                "{\"name\":null}                             | name is required",
                "{\"name\":1}                                | name must be a string",
                "{\"name\":\"a\",\"name\":\"b\"}             | name must be given once",
                "{\"name\":\"a\",\"Name\":\"b\"}             | Name is not known here",
                "{\"name\":\"\\ud800\"}                      | name must not contain half of a surrogate pair",
                "{\"name\":\"a\",\"words\":\"b\"}            | words must be an array",
                "{\"name\":\"a\",\"words\":[null]}           | words[0] must be a string",
                "{\"name\":\"a\",\"limits\":[]}              | limits must be an object",
                "{\"name\":\"a\",\"limits\":{\"count\":1.5}} | limits.count must be a whole number",
                "{\"name\":\"a\",\"limits\":{\"cpus\":1e9}}  | limits.cpus must be from 0.01 to 1024",
                "{\"name\":\"a\",\"tags\":{\"x\":null}}      | tags.x must be a string",
                "{\"name\":\"a\",\"tags\":[]}                | tags must be an object of strings",
                "{\"name\":\"a\",\"port\":\"80\"}            | port must be a whole number",
                "{\"name\":\"a\",\"port\":1e999999999}       | port must be from 1 to 65535",
                "{\"name\":\"a\",\"port\":1e99999999999}     | port must be a whole number",
                "{\"name\":\"a\",\"isolation\":\"HARDENED\"} | isolation must be one of hardened, privileged",
                "{\"name\":\"a\",\"quickly\":1}              | quickly must be true or false",
                "{\"name\":\"a\",\"port\":1,\"quickly\":true}| port cannot be used with quickly",
            })
    void each_mistake_has_its_sentence(String body, String sentence) {
        assertThat(refusal(body)).hasMessage(sentence);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{", "x", "{'name':'a'}", "{\"name\":\"a\"} x", "{\"name\":\"a\"}{}", "{\"name\":}",
                "{\"name\":\"a\",}", "{\"name\":NaN}", "{\"port\":01}", "{\"name\":\"a", "\ufeff{}",
                        " "
            })
    void what_is_not_json_is_refused(String body) {
        Refusal refusal = catchThrowableOfType(Refusal.class, () -> read(body));

        assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
        assertThat(refusal).hasMessageStartingWith("the body is not JSON");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "null", "\"x\"", "1", "true"})
    void only_an_object_is_a_request(String body) {
        Refusal refusal = catchThrowableOfType(Refusal.class, () -> read(body));

        assertThat(refusal).hasMessage("the body must be a JSON object");
    }

    @Test
    void bytes_that_are_not_utf8_are_refused() {
        byte[] latin = "{\"name\":\"é\"}".getBytes(StandardCharsets.ISO_8859_1);

        Refusal refusal =
                catchThrowableOfType(
                        Refusal.class,
                        () -> read(Order.class, latin, MediaType.APPLICATION_JSON_TYPE));

        assertThat(refusal).hasMessage("the body is not UTF-8");
    }

    @Test
    void a_deep_body_is_refused_however_deep() {
        Refusal refusal =
                catchThrowableOfType(Refusal.class, () -> read("{\"a\":".repeat(100_000)));

        assertThat(refusal).hasMessage("the body must be nested at most 32 deep");
    }

    @Test
    void a_body_of_more_than_a_mebibyte_is_too_large() {
        byte[] large = new byte[RequestReader.MAX_BYTES + 1];

        Refusal refusal =
                catchThrowableOfType(
                        Refusal.class,
                        () -> read(Order.class, large, MediaType.APPLICATION_JSON_TYPE));

        assertThat(refusal.code()).isEqualTo(ErrorCode.REQUEST_TOO_LARGE);
    }

    @Test
    void a_body_of_another_type_is_refused() {
        byte[] body = "{\"name\":\"a\"}".getBytes(StandardCharsets.UTF_8);

        Refusal refusal =
                catchThrowableOfType(
                        Refusal.class, () -> read(Order.class, body, MediaType.TEXT_PLAIN_TYPE));

        assertThat(refusal.code()).isEqualTo(ErrorCode.UNSUPPORTED_MEDIA_TYPE);
    }

    private static InvalidInput refusal(String body) {
        return catchThrowableOfType(InvalidInput.class, () -> read(body));
    }

    private static Order read(String body) {
        return read(
                Order.class,
                body.getBytes(StandardCharsets.UTF_8),
                MediaType.APPLICATION_JSON_TYPE);
    }

    @SuppressWarnings("unchecked")
    private static <T extends Record> T read(Class<T> type, byte[] body, MediaType mediaType) {
        try {
            return (T)
                    new RequestReader()
                            .readFrom(
                                    (Class<Record>) (Class<?>) type,
                                    type,
                                    new Annotation[0],
                                    mediaType,
                                    null,
                                    new ByteArrayInputStream(body));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
