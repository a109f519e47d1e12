package zomg.api.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import zomg.model.box.BoxStatus;
import zomg.model.box.Cpus;
import zomg.model.box.Environment;
import zomg.model.box.Memory;
import zomg.model.id.BoxName;

class JsonWriterTest {

    public record Inner(Optional<Cpus> cpus, Optional<Memory> ramMb) {}

    public record Outer(
            BoxName name,
            BoxStatus status,
            Instant createdAt,
            boolean hasMore,
            int count,
            List<Inner> inner,
            Environment environment,
            Optional<String> stdoutBase64) {}

    @Test
    void members_are_in_snake_case_and_in_the_order_of_the_record() {
        Outer outer =
                new Outer(
                        new BoxName("web"),
                        BoxStatus.RUNNING,
                        Instant.EPOCH,
                        false,
                        -1,
                        List.of(
                                new Inner(Optional.of(new Cpus(500)), Optional.of(new Memory(512))),
                                new Inner(Optional.of(new Cpus(20_000)), Optional.empty())),
                        Environment.of(Map.of("A", "é\"\n")),
                        Optional.of("x"));

        assertThat(write(outer))
                .isEqualTo(
                        "{\"name\":\"web\",\"status\":\"running\","
                                + "\"created_at\":\"1970-01-01T00:00:00Z\",\"has_more\":false,"
                                + "\"count\":-1,\"inner\":[{\"cpus\":0.5,\"ram_mb\":512},"
                                + "{\"cpus\":20}],\"environment\":{\"A\":\"é\\\"\\n\"},"
                                + "\"stdout_base64\":\"x\"}");
    }

    private static String write(Record value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        JsonWriter.write(value, out);
        return out.toString(StandardCharsets.UTF_8);
    }
}
