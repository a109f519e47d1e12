package zomg.api.security;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import zomg.error.ErrorCode;
import zomg.error.Refusal;

/**
 * Keeps web pages out. A page of another origin must not reach the server through the user's
 * browser, neither directly (Origin) nor by a name of its own that resolves to this machine (Host).
 */
public final class Door {

    private static final Pattern HOST =
            Pattern.compile("([A-Za-z0-9.-]+|\\[[0-9A-Fa-f:.]+])(?::[0-9]{1,5})?");
    private static final Set<String> OWN = Set.of("127.0.0.1", "localhost", "[::1]");

    private final DoorConfig config;

    public Door(DoorConfig config) {
        this.config = config;
    }

    /**
     * @param host the Host header, null if absent
     * @param origin the Origin header, null if absent
     * @throws Refusal HOST_REFUSED, ORIGIN_REFUSED
     */
    void check(String host, String origin) {
        if (host == null || !isOurs(host)) {
            throw new Refusal(
                    ErrorCode.HOST_REFUSED, "this server does not answer to the Host it was given");
        }
        if (origin != null
                && !origin.equalsIgnoreCase("http://" + host)
                && !origin.equalsIgnoreCase("https://" + host)
                && !config.origins().contains(origin)) {
            throw new Refusal(
                    ErrorCode.ORIGIN_REFUSED, "pages of this Origin may not call the server");
        }
    }

    private boolean isOurs(String host) {
        Matcher form = HOST.matcher(host);
        if (!form.matches()) {
            return false;
        }
        String name = form.group(1).toLowerCase(Locale.ROOT);
        return OWN.contains(name)
                || name.equals("boxes." + config.domain())
                || config.hosts().contains(name);
    }
}
