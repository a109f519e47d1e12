package zomg.cli.support;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/**
 * Where the API is, and what lets us in.
 *
 * @param insecure whether its certificate is not looked at
 * @param address where it is, whatever names say
 */
public record Server(
        URI url, Optional<String> token, boolean insecure, Optional<InetAddress> address) {

    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;

    public Server(URI url, Optional<String> token) {
        this(url, token, false, Optional.empty());
    }

    /**
     * @throws Failure if {@code text} is not the URL of a server
     */
    public static URI parse(String text) {
        try {
            URI url = new URI(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
            boolean isHttp = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
            if (isHttp && url.getHost() != null && url.getQuery() == null) {
                return url;
            }
        } catch (URISyntaxException notOne) {
            // said below
        }
        throw Failure.usage(
                "\"%s\" is not a server's URL; it looks like http://127.0.0.1:7717"
                        .formatted(text));
    }

    /** Whether both lead to the same server, however loopback is spelled. */
    static boolean same(URI one, URI other) {
        return one.getScheme().equals(other.getScheme())
                && host(one).equals(host(other))
                && port(one) == port(other);
    }

    private static String host(URI url) {
        String host = url.getHost().toLowerCase(Locale.ROOT);
        return host.equals("localhost") || host.equals("[::1]") ? "127.0.0.1" : host;
    }

    private static int port(URI url) {
        if (url.getPort() >= 0) {
            return url.getPort();
        }
        return "https".equals(url.getScheme()) ? HTTPS_PORT : HTTP_PORT;
    }

    /** Never the token. */
    @Override
    public String toString() {
        return url.toString();
    }
}
