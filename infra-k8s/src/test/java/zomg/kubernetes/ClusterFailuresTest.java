package zomg.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static zomg.fixture.Refusals.assertRefused;

import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import zomg.error.ErrorCode;

class ClusterFailuresTest {

    @Test
    void a_server_that_does_not_answer_is_tried_again_later() {
        KubernetesClientException failure =
                new KubernetesClientException("refused", new IOException("refused"));

        assertThat(ClusterFailures.refusal(failure))
                .hasMessage("the cluster's API server does not answer; try again later")
                .hasCause(failure);
        assertRefused(ErrorCode.ENGINE_UNAVAILABLE, () -> asking(failure));
    }

    @ParameterizedTest
    @CsvSource({
        "401, ENGINE_UNAVAILABLE",
        "403, ENGINE_UNAVAILABLE",
        "409, ENGINE_UNAVAILABLE",
        "422, START_FAILED",
        "429, ENGINE_UNAVAILABLE",
        "500, ENGINE_UNAVAILABLE",
        "503, ENGINE_UNAVAILABLE",
    })
    void its_no_is_told_with_its_words(int status, ErrorCode code) {
        KubernetesClientException failure =
                new KubernetesClientException(
                        "long and technical",
                        status,
                        new StatusBuilder().withMessage("because of this").build());

        assertRefused(code, () -> asking(failure));
        assertThat(ClusterFailures.refusal(failure)).hasMessageContaining("because of this");
    }

    private static void asking(KubernetesClientException failure) {
        ClusterFailures.translating(
                () -> {
                    throw failure;
                });
    }
}
