package zomg.cli.support;

import java.util.Arrays;
import java.util.stream.Collectors;

/** What the user's config file may hold. */
public enum ConfigKey {
    PROFILE("profile"),
    API_URL("api_url"),
    SSH_HOST("ssh_host"),
    ZOMG_DOMAIN("zomg_domain"),
    AUTH_TOKEN("auth_token");

    static final String UNKNOWN = "\"%s\" is not a setting; there are: %s";

    /** The other name of {@link #PROFILE}. */
    private static final String ENV = "env";

    private final String key;

    ConfigKey(String key) {
        this.key = key;
    }

    /**
     * @throws Failure if there is none of that name
     */
    public static ConfigKey of(String name) {
        for (ConfigKey key : values()) {
            if (key.isNamed(name)) {
                return key;
            }
        }
        throw Failure.usage(
                UNKNOWN.formatted(
                        name,
                        Arrays.stream(values())
                                .map(ConfigKey::toString)
                                .collect(Collectors.joining(", "))));
    }

    boolean isNamed(String name) {
        return name.equals(key) || this == PROFILE && name.equals(ENV);
    }

    @Override
    public String toString() {
        return key;
    }
}
