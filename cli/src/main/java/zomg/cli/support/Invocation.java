package zomg.cli.support;

import java.io.InputStream;
import java.util.Optional;

/** One run of the command: what it may use, with the global options that were given. */
public final class Invocation {

    private final Terminal terminal;
    private final Environment environment;
    private final GlobalOptions options;

    public Invocation(Terminal terminal, Environment environment, GlobalOptions options) {
        this.terminal = terminal;
        this.environment = environment;
        this.options = options;
    }

    public Terminal terminal() {
        return terminal;
    }

    /** The same, which hears and says everything elsewhere. */
    public Invocation at(Terminal other) {
        return new Invocation(other, environment, options);
    }

    /** The same, which leaves the input to whoever reads it next. */
    public Invocation withoutInput() {
        return at(
                new Terminal(
                        InputStream.nullInputStream(),
                        terminal.out(),
                        terminal.err(),
                        false,
                        terminal.outIsTerminal(),
                        terminal.errIsTerminal()));
    }

    public Environment environment() {
        return environment;
    }

    public Output output() {
        boolean colours =
                terminal.outIsTerminal()
                        && !options.noColor()
                        && environment.variable("NO_COLOR").isEmpty()
                        && !environment.variable("TERM").filter("dumb"::equals).isPresent();
        return new Output(terminal.out(), terminal.outIsTerminal(), colours, width());
    }

    /** The start script asks the terminal; to ask from here takes longer. */
    private int width() {
        String columns = environment.variable("COLUMNS").orElse("");
        boolean isNumber = columns.matches("[1-9][0-9]{0,3}");
        return terminal.outIsTerminal() && isNumber ? Integer.parseInt(columns) : Integer.MAX_VALUE;
    }

    /** The server that is meant; looked for only when a command needs one. */
    public Http http() {
        return to(new ServerResolver(environment).resolve(options)).persistent(terminal.err());
    }

    public Http to(Server server) {
        return Http.to(server, isDebug() ? Optional.of(terminal.err()) : Optional.empty());
    }

    /** The profile that is in use here, if any is. */
    public Optional<Profile> profile() {
        return Profile.selected(options.profile(), environment, ConfigFile.of(environment));
    }

    /** The one that is meant here without any option. */
    public String project() {
        return new RefResolver(environment).project(Optional.empty());
    }

    public String project(ProjectOption option) {
        return new RefResolver(environment).project(option.project());
    }

    public BoxRef box(String ref, ProjectOption option) {
        return new RefResolver(environment).box(ref, option.project());
    }

    public VolumeRef volume(String ref, ProjectOption option) {
        return new RefResolver(environment).volume(ref, option.project());
    }

    public boolean isDebug() {
        return options.debug();
    }
}
