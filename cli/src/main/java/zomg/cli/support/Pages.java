package zomg.cli.support;

import java.util.function.Consumer;
import java.util.function.Function;

/** A list that the server answers page after page. */
public final class Pages {

    private Pages() {}

    /**
     * Reads every page.
     *
     * @param ask gets the token of the page that it asks for; null for the first
     * @param next the token of the page after; null on the last one
     */
    public static <P> void each(
            Function<String, Answer<P>> ask, Function<P, String> next, Consumer<Answer<P>> reader) {
        String token = null;
        do {
            Answer<P> answer = ask.apply(token);
            reader.accept(answer);
            String following = next.apply(answer.value());
            if (following != null && following.equals(token)) {
                throw Failure.of("the server says that there is more, but not where it goes on");
            }
            token = following;
        } while (token != null);
    }
}
