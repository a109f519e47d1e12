package zomg.cli.box;

import zomg.cli.support.Failure;
import zomg.cli.syntax.Command;
import zomg.cli.syntax.Value;

/** Which host: a whole one, or a subdomain and what it is of. */
final class HostOptions {

    static final String SUBDOMAIN = "What stands before the domain; @ for the domain itself.";
    static final String HOST_WITH_SUBDOMAIN = "--host cannot be used with a subdomain";
    static final String HOST_WITH_DOMAIN = "--domain cannot be used with --host";
    static final String NOTHING = "a subdomain is required unless --host is given";

    private final Value<String> subdomain;
    private final Value<String> host;
    private final Value<String> domain;

    /**
     * @param subdomain which the command takes as a parameter
     */
    HostOptions(Command command, Value<String> subdomain) {
        this.subdomain = subdomain;
        host = command.option("HOST", "The whole host, instead of a subdomain.", "--host");
        domain =
                command.option(
                        "DOMAIN",
                        "What the subdomain is of; else the domain that the server publishes under.",
                        "--domain");
    }

    void require() {
        if (isHost() && subdomain.find().isPresent()) {
            throw Failure.usage(HOST_WITH_SUBDOMAIN);
        }
        if (isHost() && domain.find().isPresent()) {
            throw Failure.usage(HOST_WITH_DOMAIN);
        }
        if (!isHost() && subdomain.find().isEmpty()) {
            throw Failure.usage(NOTHING);
        }
    }

    boolean isHost() {
        return host.find().isPresent();
    }

    String subdomain() {
        return subdomain.get();
    }

    String host() {
        return host.get();
    }

    String domain() {
        return domain.get();
    }
}
