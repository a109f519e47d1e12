package zomg.runner;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.IntStream;
import zomg.model.exec.ExecRequest;
import zomg.model.exec.SessionTerms;

/**
 * What was asked for, as it is kept beside the session.
 *
 * @param command whole, unless it was too long to be kept
 */
public record SessionAbout(
        Instant startedAt,
        String user,
        boolean terminal,
        boolean isListed,
        boolean background,
        List<String> command) {

    private static final String STARTED_AT = "started_at";
    private static final String USER = "user";
    private static final String TERMINAL = "terminal";
    private static final String UNLISTED = "unlisted";
    private static final String BACKGROUND = "background";
    private static final String WORDS = "words";
    private static final String WORD = "word.";

    /** Bytes of {@link #text()}: a frame of the runner holds it. */
    private static final int MOST_TEXT = 256 * 1024;

    private static final int FOR_THE_REST = 4096;
    private static final int FOR_A_KEY = 16;
    private static final String CUT = "...";

    /** Of one that is talked to. */
    public static SessionAbout of(ExecRequest request, SessionTerms terms, Instant now) {
        return new SessionAbout(
                now,
                request.user(),
                terms.terminal().isPresent(),
                terms.isListed(),
                false,
                request.command());
    }

    public static SessionAbout inBackground(ExecRequest request, Instant now) {
        return new SessionAbout(now, request.user(), false, true, true, request.command());
    }

    /** As {@link #text()}, with a command of so many words as there is room for. */
    public String shortText() {
        String whole = text();
        if (bytes(whole) <= MOST_TEXT) {
            return whole;
        }
        List<String> cut = new ArrayList<>();
        int room = MOST_TEXT - FOR_THE_REST;
        for (String word : command) {
            // Some characters are written as two
            room -= 2 * bytes(word) + FOR_A_KEY;
            if (room < 0) {
                break;
            }
            cut.add(word);
        }
        cut.add(CUT);
        return new SessionAbout(startedAt, user, terminal, isListed, background, cut).text();
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    public String text() {
        Properties properties = new Properties();
        properties.setProperty(STARTED_AT, startedAt.toString());
        properties.setProperty(USER, user);
        properties.setProperty(TERMINAL, Boolean.toString(terminal));
        properties.setProperty(UNLISTED, Boolean.toString(!isListed));
        properties.setProperty(BACKGROUND, Boolean.toString(background));
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
                Boolean.parseBoolean(properties.getProperty(BACKGROUND)),
                IntStream.range(0, words)
                        .mapToObj(word -> properties.getProperty(WORD + word))
                        .toList());
    }
}
