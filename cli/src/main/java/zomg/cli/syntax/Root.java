package zomg.cli.syntax;

import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ScopeType;

/** The command that all others are below: its options are theirs, too. */
public abstract class Root extends Command {

    /**
     * @param footer what else there is to say of it, after its example
     */
    @SuppressWarnings("this-escape") // as in Command
    protected Root(String name, String description, String example, String... footer) {
        super(name, description, example, footer);
        spec().usageMessage().synopsisSubcommandLabel("COMMAND");
    }

    /** {@code --url URL}, before and after every command. */
    public final Value<String> globalOption(String label, String description, String... names) {
        return add(
                Value.unset(),
                optionOf(String.class, label, description, names).scopeType(ScopeType.INHERIT));
    }

    /** {@code --debug}, before and after every command. */
    public final Value<Boolean> globalFlag(String description, String... names) {
        return add(Value.of(false), flagOf(description, names).scopeType(ScopeType.INHERIT));
    }

    /** {@code -h}, on which picocli acts. */
    protected final void helpFlag(String description, String... names) {
        add(
                Value.of(false),
                flagOf(description, names).usageHelp(true).scopeType(ScopeType.INHERIT));
    }

    /** {@code -V}, on which picocli acts. */
    protected final void versionFlag(
            IVersionProvider version, String description, String... names) {
        spec().versionProvider(version);
        add(
                Value.of(false),
                flagOf(description, names).versionHelp(true).scopeType(ScopeType.INHERIT));
    }
}
