package zomg.cli.support;

import java.util.Optional;
import picocli.CommandLine.Option;

/** {@code -p}. */
public final class ProjectOption {

    @Option(
            names = {"-p", "--project"},
            paramLabel = "PROJECT",
            description = "The project; else ZOMG_PROJECT, the git root folder's name, default.")
    private String project;

    Optional<String> project() {
        return Optional.ofNullable(project);
    }
}
