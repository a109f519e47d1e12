package zomg.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;

/**
 * {@code docs/cli.md} is what the commands say of themselves; {@code docs/regenerate} writes it.
 */
class ReferenceTest {

    private static final Path FILE = Path.of("../docs/cli.md");

    @Test
    void the_reference_in_the_docs_is_the_help_of_the_commands(@TempDir Path folder)
            throws IOException {
        CommandLineOf zomg = new CommandLineOf(folder);
        StringBuilder text =
                new StringBuilder(
                        """
                        # The commands

                        What `zomg COMMAND --help` prints, all of it; `docs/regenerate` writes this file. [using-zomg.md](using-zomg.md) is the
                        guide. The subcommands of `zomg api` are the operations of [the contract](../openapi/zomg.yaml).
                        """);
        append(
                text,
                Zomg.tree(
                        zomg.terminal(new ByteArrayOutputStream(), new ByteArrayOutputStream()),
                        zomg.environment()));
        if (Boolean.getBoolean("zomg.docs.write")) {
            Files.writeString(FILE, text);
        }
        assertThat(text).hasToString(Files.readString(FILE));
    }

    private static void append(StringBuilder text, CommandLine command) {
        CommandSpec spec = command.getCommandSpec();
        if (spec.usageMessage().hidden()) {
            return;
        }
        command.setUsageHelpWidth(100);
        text.append("\n## %s\n\n```\n".formatted(spec.qualifiedName(" ")));
        text.append(command.getUsageMessage(Ansi.OFF));
        text.append("```\n");
        if (!spec.name().equals("api")) {
            command.getSubcommands().entrySet().stream()
                    .filter(one -> one.getValue().getCommandName().equals(one.getKey()))
                    .forEach(one -> append(text, one.getValue()));
        }
    }
}
