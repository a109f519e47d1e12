package zomg.api.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static zomg.fixture.BoxFixtures.NOW;
import static zomg.fixture.BoxFixtures.uid;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import zomg.error.InvalidInput;
import zomg.port.Operations;

final class OperationsTokenTest {

    @Test
    void it_travels_as_text() {
        OperationsToken token = new OperationsToken(new Operations.Place(NOW, uid()));

        assertThat(OperationsToken.parse(token.toString())).isEqualTo(token);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "!", "eA", "eCB5", "MjAyNi0wMS0wMVQwMDowMDowMFogeA"})
    void anything_else_is_refused(String text) {
        assertThatThrownBy(() -> OperationsToken.parse(text)).isInstanceOf(InvalidInput.class);
    }
}
