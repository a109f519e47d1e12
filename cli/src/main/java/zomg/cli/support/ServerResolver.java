package zomg.cli.support;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Which server is meant, and by which token it lets us in. */
public final class ServerResolver {

    static final String NO_SERVER =
            "there is no zomg server on this machine; start one with: sudo zomg up"
                    + " (or name one with --url or ZOMG_URL)";

    private static final int MAX_TOKEN = 4096;

    private final Environment environment;

    public ServerResolver(Environment environment) {
        this.environment = environment;
    }

    Server resolve(GlobalOptions options) {
        return resolve(options.url(), options.token(), options.profile());
    }

    /** What is meant for one server, a token above all, is never told to another one. */
    public Server resolve(
            Optional<String> urlOption,
            Optional<String> tokenOption,
            Optional<String> profileOption) {
        ConfigFile config = ConfigFile.of(environment);
        Optional<Profile> profile = Profile.selected(profileOption, environment, config);
        return profile.map(selected -> of(selected, urlOption, tokenOption))
                .orElseGet(() -> withoutProfile(config, urlOption, tokenOption));
    }

    private Server of(Profile profile, Optional<String> urlOption, Optional<String> tokenOption) {
        URI url = Server.parse(urlOption.orElseGet(profile::requireUrl));
        boolean isItsOwn =
                profile.url().map(Server::parse).map(own -> Server.same(own, url)).orElse(true);
        Optional<String> token =
                tokenOption
                        .or(() -> isItsOwn ? profile.token() : Optional.empty())
                        .or(() -> localToken(url));
        return isItsOwn
                ? new Server(url, token, profile.isInsecure(), profile.address())
                : new Server(url, token);
    }

    private Server withoutProfile(
            ConfigFile config, Optional<String> urlOption, Optional<String> tokenOption) {
        Optional<URI> named =
                urlOption
                        .or(() -> environment.variable("ZOMG_URL"))
                        .or(() -> environment.variable("ZOMG_API_URL"))
                        .map(Server::parse);
        // A file without a profile's name is about the one server that its user has.
        Optional<URI> filed = config.url().map(Server::parse);
        URI url =
                named.or(() -> filed)
                        .or(() -> local().map(file -> Server.parse(file.url())))
                        .orElseThrow(() -> Failure.of(NO_SERVER));
        boolean isOfFile = filed.filter(own -> Server.same(own, url)).isPresent();
        // A folder that was unpacked from somewhere must not get what the user set for others.
        boolean isTrusted = named.isPresent() || filed.isEmpty() || !config.isFound();
        Optional<String> token =
                tokenOption
                        .or(() -> isTrusted ? environment.variable("ZOMG_TOKEN") : Optional.empty())
                        .or(() -> isOfFile ? config.get(ConfigKey.AUTH_TOKEN) : Optional.empty())
                        .or(() -> localToken(url));
        return new Server(url, token);
    }

    private Optional<ServerFile> local() {
        return ServerFile.read(ServerFile.runDir(environment));
    }

    /** The local server's token is nobody else's business. */
    private Optional<String> localToken(URI url) {
        return local().filter(file -> Server.same(url, Server.parse(file.url())))
                .flatMap(this::localToken);
    }

    /** The caller's token for the local server. */
    public Optional<String> localToken(ServerFile local) {
        Path file = local.tokenFile(environment.home());
        try {
            if (!Files.exists(file) || Files.size(file) > MAX_TOKEN) {
                return Optional.empty();
            }
            return Optional.of(Files.readString(file).strip()).filter(text -> !text.isEmpty());
        } catch (IOException unreadable) {
            throw Failure.of("%s cannot be read".formatted(file));
        }
    }
}
