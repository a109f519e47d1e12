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

    public Server resolve(Optional<String> urlOption, Optional<String> tokenOption) {
        Optional<URI> named =
                urlOption
                        .or(() -> environment.variable("ZOMG_URL"))
                        .or(() -> environment.variable("ZOMG_API_URL"))
                        .map(Server::parse);
        Optional<String> token = tokenOption.or(() -> environment.variable("ZOMG_TOKEN"));
        if (named.isPresent() && token.isPresent()) {
            return new Server(named.get(), token);
        }
        Optional<ServerFile> local = ServerFile.read(ServerFile.runDir(environment));
        URI url =
                named.or(() -> local.map(file -> Server.parse(file.url())))
                        .orElseThrow(() -> Failure.of(NO_SERVER));
        return new Server(url, token.or(() -> local.flatMap(file -> localToken(url, file))));
    }

    /** The local server's token is nobody else's business. */
    private Optional<String> localToken(URI url, ServerFile local) {
        if (!Server.same(url, Server.parse(local.url()))) {
            return Optional.empty();
        }
        return localToken(local);
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
