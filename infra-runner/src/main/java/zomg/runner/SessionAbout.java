package zomg.runner;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import java.util.stream.IntStream;
import zomg.model.exec.ExecRequest;
import zomg.model.exec.SessionTerms;

/** What was asked for, as it is kept beside the session. */
public record SessionAbout(
        Instant startedAt, String user, boolean terminal, boolean isListed, List<String> command) {

    private static final String STARTED_AT = "started_at";
    private static final String USER = "user";
    private static final String TERMINAL = "terminal";
    private static final String UNLISTED = "unlisted";
    private static final String WORDS = "words";
    private static final String WORD = "word.";

    public static SessionAbout of(ExecRequest request, SessionTerms terms, Instant now) {
        return new SessionAbout(
                now,
                request.user(),
                terms.terminal().isPresent(),
                terms.isListed(),
                request.command());
    }

    public String text() {
        Properties properties = new Properties();
        properties.setProperty(STARTED_AT, startedAt.toString());
        properties.setProperty(USER, user);
        properties.setProperty(TERMINAL, Boolean.toString(terminal));
        properties.setProperty(UNLISTED, Boolean.toString(!isListed));
        properties.setProperty(WORDS, Integer.toString(command.size()));
        for (int i = 0; i < command.size(); i++) {
            properties.setProperty(WORD + i, command.get(i));
        }
        StringWriter text = new StringWriter();
        try {
            properties.store(text, null);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }

    public static SessionAbout parse(String text) {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(text));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        int words = Integer.parseInt(properties.getProperty(WORDS));
        return new SessionAbout(
                Instant.parse(properties.getProperty(STARTED_AT)),
                properties.getProperty(USER),
                Boolean.parseBoolean(properties.getProperty(TERMINAL)),
                !Boolean.parseBoolean(properties.getProperty(UNLISTED)),
                IntStream.range(0, words)
                        .mapToObj(word -> properties.getProperty(WORD + word))
                        .toList());
    }
}
