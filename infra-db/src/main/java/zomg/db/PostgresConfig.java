package zomg.db;

import java.util.Optional;

/**
 * Which database of a PostgreSQL server holds the records.
 *
 * @param url as JDBC writes it; without a password, because it is shown to people
 * @param connections how many there are at most
 */
public record PostgresConfig(
        String url, Optional<String> user, Optional<Password> password, int connections) {

    private static final String FORM = "jdbc:postgresql:";

    public PostgresConfig {
        checkedUrl(url);
    }

    /**
     * @throws IllegalArgumentException if it is not one of PostgreSQL or holds a password
     */
    public static String checkedUrl(String url) {
        if (!url.startsWith(FORM)) {
            throw new IllegalArgumentException(
                    "%s is not of the form %s//host:5432/database".formatted(url, FORM));
        }
        if (url.matches(".*[?&]password=.*") || url.matches("[^?]*//[^/?]*@.*")) {
            throw new IllegalArgumentException(
                    "user and password have settings of their own; this one is shown to people");
        }
        return url;
    }
}
