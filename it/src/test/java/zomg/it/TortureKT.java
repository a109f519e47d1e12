package zomg.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import zomg.it.harness.Torture;

/** In short what {@code bench/torture --cluster} and its kind do at length. */
@ExtendWith(Instance.Shared.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TortureKT {

    private static final Duration OUTAGE = Duration.ofSeconds(20);

    private final Instance onCluster;

    TortureKT(Instance zomg) {
        this.onCluster = zomg.onCluster();
    }

    @AfterAll
    void take_away() {
        onCluster.close();
    }

    @Test
    void servers_that_are_killed_lose_nothing_and_leave_nothing_on_the_cluster()
            throws IOException {
        assertThat(new Torture(onCluster, 5, System.out).run(5)).isEmpty();
    }

    @Test
    void without_the_api_server_reads_are_answered_and_changes_refused() throws IOException {
        assertThat(outage("kube-apiserver")).isEmpty();
    }

    @Test
    void without_kubelet_reads_are_answered_and_changes_refused() throws IOException {
        assertThat(outage("kubelet")).isEmpty();
    }

    private Iterable<String> outage(String part) throws IOException {
        return new Torture(onCluster, 7, System.out).runWithOutages(1, part, OUTAGE);
    }
}
