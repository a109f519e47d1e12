package zomg.cli.support;

import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** What may stand before and after every command. */
public final class GlobalOptions {

    @Option(
            names = "--url",
            paramLabel = "URL",
            scope = ScopeType.INHERIT,
            description = "The server; else the profile's, ZOMG_URL, this machine's own.")
    private String url;

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            scope = ScopeType.INHERIT,
            description = "What lets you in; else the profile's, ZOMG_TOKEN, the token file.")
    private String token;

    @Option(
            names = "--profile",
            paramLabel = "NAME",
            scope = ScopeType.INHERIT,
            description = "Which server; else ZOMG_PROFILE, the one of zomg config.")
    private String profile;

    @Option(
            names = "--no-color",
            scope = ScopeType.INHERIT,
            description = "No colours; so does NO_COLOR.")
    private boolean noColor;

    @Option(
            names = "--debug",
            scope = ScopeType.INHERIT,
            description = "Print each call of the API, and stack traces.")
    private boolean debug;

    Optional<String> url() {
        return Optional.ofNullable(url);
    }

    Optional<String> token() {
        return Optional.ofNullable(token);
    }

    Optional<String> profile() {
        return Optional.ofNullable(profile);
    }

    boolean noColor() {
        return noColor;
    }

    boolean debug() {
        return debug;
    }
}
