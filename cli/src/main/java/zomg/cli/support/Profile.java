package zomg.cli.support;

import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One of the servers that a user works with, by its name: variables that begin with {@code
 * ZOMG_PROFILE_<NAME>_}, and the config file if that is about it.
 *
 * @param file empty if the config file is about another one
 */
public record Profile(String name, Environment environment, Optional<ConfigFile> file) {

    static final String NO_URL = "profile \"%s\" is selected but %s is not set";
    static final String BAD_FLAG = "%s must be true or false";
    static final String BAD_ADDRESS = "%s must be an IP address";

    private static final String PREFIX = "ZOMG_PROFILE_";
    private static final String URL = "URL";
    private static final Pattern URL_VARIABLE = Pattern.compile(PREFIX + "([A-Z0-9_]+)_" + URL);

    /** The one that is meant by the option, ZOMG_PROFILE or the config file, if any is. */
    static Optional<Profile> selected(
            Optional<String> option, Environment environment, ConfigFile config) {
        Optional<String> stored = config.get(ConfigKey.PROFILE);
        return option.or(() -> environment.variable("ZOMG_PROFILE"))
                .or(() -> stored)
                .map(
                        name ->
                                new Profile(
                                        name,
                                        environment,
                                        stored.filter(name::equals).map(_ -> config)));
    }

    /**
     * All that have a URL, or are selected, by name. Of a variable the name is told in small
     * letters, with _ for what is no letter.
     */
    public static List<Profile> known(
            Optional<Profile> selected, Environment environment, ConfigFile config) {
        Map<String, Profile> known = new TreeMap<>();
        for (String variable : environment.variables().keySet()) {
            Matcher url = URL_VARIABLE.matcher(variable);
            if (url.matches()) {
                String name = url.group(1).toLowerCase(Locale.ROOT);
                known.put(variable, new Profile(name, environment, Optional.empty()));
            }
        }
        Stream.concat(selected(Optional.empty(), environment, config).stream(), selected.stream())
                .forEach(profile -> known.put(profile.variable(URL), profile));
        return List.copyOf(known.values());
    }

    /** How the variable is called. */
    String variable(String suffix) {
        return PREFIX + name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_") + "_" + suffix;
    }

    private Optional<String> value(String suffix) {
        return environment.variable(variable(suffix));
    }

    public Optional<String> url() {
        return value(URL).or(() -> file.flatMap(ConfigFile::url));
    }

    String requireUrl() {
        return url().orElseThrow(() -> Failure.of(NO_URL.formatted(name, variable(URL))));
    }

    /** What lets us in there. A URL that was come upon gets no token of the environment. */
    public Optional<String> token() {
        boolean isTrusted = value(URL).isPresent() || file.filter(ConfigFile::isFound).isEmpty();
        return (isTrusted ? value("TOKEN") : Optional.<String>empty())
                .or(() -> file.flatMap(config -> config.get(ConfigKey.AUTH_TOKEN)));
    }

    /** Whether the server's certificate is not looked at. */
    boolean isInsecure() {
        String suffix = "INSECURE";
        return value(suffix)
                .map(
                        text ->
                                switch (text.toLowerCase(Locale.ROOT)) {
                                    case "true", "1" -> true;
                                    case "false", "0" -> false;
                                    default ->
                                            throw Failure.usage(
                                                    BAD_FLAG.formatted(variable(suffix)));
                                })
                .orElse(false);
    }

    /** Where the server is, whatever names say. */
    Optional<InetAddress> address() {
        String suffix = "IP";
        return value(suffix)
                .map(
                        text -> {
                            try {
                                return InetAddress.ofLiteral(text);
                            } catch (IllegalArgumentException name) {
                                throw Failure.usage(BAD_ADDRESS.formatted(variable(suffix)));
                            }
                        });
    }
}
