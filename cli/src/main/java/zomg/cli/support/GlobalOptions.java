package zomg.cli.support;

import java.util.Optional;
import zomg.cli.syntax.Root;
import zomg.cli.syntax.Value;

/** What may stand before and after every command. */
public final class GlobalOptions {

    private final Value<String> url;
    private final Value<String> token;
    private final Value<String> profile;
    private final Value<Boolean> noColor;
    private final Value<Boolean> debug;

    public GlobalOptions(Root root) {
        url =
                root.globalOption(
                        "URL",
                        "The server; else the profile's, ZOMG_URL, this machine's own.",
                        "--url");
        token =
                root.globalOption(
                        "TOKEN",
                        "What lets you in; else the profile's, ZOMG_TOKEN, the token file.",
                        "--token");
        profile =
                root.globalOption(
                        "NAME",
                        "Which server; else ZOMG_PROFILE, the one of zomg config.",
                        "--profile");
        noColor = root.globalFlag("No colours; so does NO_COLOR.", "--no-color");
        debug = root.globalFlag("Print each call of the API, and stack traces.", "--debug");
    }

    Optional<String> url() {
        return url.find();
    }

    Optional<String> token() {
        return token.find();
    }

    Optional<String> profile() {
        return profile.find();
    }

    boolean noColor() {
        return noColor.get();
    }

    boolean debug() {
        return debug.get();
    }
}
