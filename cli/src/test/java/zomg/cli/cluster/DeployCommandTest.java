package zomg.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import zomg.cli.CommandLineOf;
import zomg.cli.CommandLineOf.Outcome;

/** What it says before it asks anybody. */
class DeployCommandTest {

    @TempDir Path folder;

    @Test
    void everything_that_cannot_be_meant_is_said_at_once() {
        Outcome outcome =
                new CommandLineOf(folder)
                        .run(
                                "setup",
                                "deploy",
                                "--node",
                                "a b",
                                "--pool",
                                "relative",
                                "--image",
                                "-x",
                                "--tls-secret",
                                "cert",
                                "--set",
                                "memory=2G");

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err())
                .contains("--node a b cannot be meant")
                .contains("--pool relative cannot be meant")
                .contains("--image -x cannot be meant")
                .contains("--tls-secret needs --domain")
                .contains("--set memory=2G is not of the form ZOMG_DEFAULT_MEMORY=2G");
    }
}
