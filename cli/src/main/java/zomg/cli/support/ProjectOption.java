package zomg.cli.support;

import java.util.Optional;
import zomg.cli.syntax.Command;
import zomg.cli.syntax.Value;

/** {@code -p}. */
public final class ProjectOption {

    private final Value<String> project;

    public ProjectOption(Command command) {
        project =
                command.option(
                        "PROJECT",
                        "The project; else ZOMG_PROJECT, the git root folder's name, default.",
                        "-p",
                        "--project");
    }

    Optional<String> project() {
        return project.find();
    }
}
