package zomg.api.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;
import zomg.error.ErrorCode;

class ContractDriftTest {

    @Test
    void the_committed_contract_is_that_of_the_resources() throws IOException {
        Map<String, Object> resources =
                new Yaml().load(Files.readString(Path.of("target/generated/openapi.yaml")));

        assertThat(resources)
                .as("the contract has changed: openapi/regenerate writes it, then commit it")
                .isEqualTo(committed());
    }

    @Test
    void the_contract_lists_every_code_and_no_other() throws IOException {
        List<?> listed = (List<?>) at(committed(), "components", "schemas", "ProblemCode", "enum");

        assertThat(listed.stream().map(String.class::cast))
                .containsExactlyElementsOf(
                        Stream.concat(
                                        Arrays.stream(ErrorCode.values()).map(ErrorCode::wireName),
                                        Stream.of("internal_error"))
                                .toList());
    }

    private static Object at(Map<String, Object> contract, String... steps) {
        Object here = contract;
        for (String step : steps) {
            here = ((Map<?, ?>) here).get(step);
        }
        return here;
    }

    private static Map<String, Object> committed() throws IOException {
        try (InputStream yaml = ContractDriftTest.class.getResourceAsStream("/openapi/zomg.yaml")) {
            return new Yaml().load(yaml);
        }
    }
}
