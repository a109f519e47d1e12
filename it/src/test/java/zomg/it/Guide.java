package zomg.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a page has readers type, and what it says that comes of it.
 *
 * @param reader where it is typed
 */
record Guide(Shell reader) {

    private static final Pattern BLOCK =
            Pattern.compile("^```console\n(.*?)^```", Pattern.MULTILINE | Pattern.DOTALL);

    private static final String FENCE = "```";
    private static final String PROMPT = "$ ";

    /** Stands for what differs, in a line or for lines. */
    private static final String ANYTHING = "…";

    /** In the README, with what cannot be typed here: it clones, and brings zomg up. */
    private static final String FIRST_BOX = "```console\n$ cd\n";

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /**
     * One line that is typed.
     *
     * @param lines that it prints
     */
    private record Example(String typed, List<String> lines) {

        private boolean isCutOff() {
            return typed.endsWith("\\");
        }

        private Example and(String more) {
            return new Example(typed + "\n" + more, lines);
        }

        private Pattern pattern() {
            return Pattern.compile(
                    lines.stream().map(Example::pattern).collect(Collectors.joining()));
        }

        private static String pattern(String line) {
            String words = spaced(line);
            return words.equals(ANYTHING)
                    ? "(?:[^\n]*\n)*"
                    : Pattern.quote(words).replace(ANYTHING, "\\E[^\n]*\\Q") + "\n";
        }
    }

    static String page(String name) throws IOException {
        return Files.readString(Path.of(System.getProperty("zomg.checkout"), name));
    }

    private static List<Example> examples(String page) {
        List<Example> examples = new ArrayList<>();
        BLOCK.matcher(page)
                .results()
                .flatMap(block -> block.group(1).lines())
                .forEach(
                        line -> {
                            if (!examples.isEmpty() && examples.getLast().isCutOff()) {
                                examples.add(examples.removeLast().and(line));
                            } else if (line.startsWith(PROMPT)) {
                                examples.add(
                                        new Example(
                                                line.substring(PROMPT.length()),
                                                new ArrayList<>()));
                            } else {
                                examples.getLast().lines().add(line);
                            }
                        });
        return examples;
    }

    /** The README's, of the first boxes. */
    static String firstBoxes() throws IOException {
        String readme = page("README.md");
        int start = readme.indexOf(FIRST_BOX);
        int end = readme.indexOf(FENCE, start + FENCE.length()) + FENCE.length();
        return readme.substring(start, end);
    }

    /**
     * Types all that a page has.
     *
     * @param more than so many there must be: a page whose form changed would have none
     */
    void tryOut(int more, String page) {
        List<Example> examples = examples(page);
        assertThat(examples).hasSizeGreaterThan(more);
        for (Example example : examples) {
            Shell.Result result =
                    reader.run(PATIENCE, List.of("bash", "-c", "exec 2>&1; " + example.typed()));
            assertThat(spaced(whole(result.out()))).as(example.typed()).matches(example.pattern());
        }
    }

    /** An answer of the API has no line's end of its own. */
    private static String whole(String text) {
        return text.isEmpty() || text.endsWith("\n") ? text : text + "\n";
    }

    /** At a terminal columns are aligned by blanks; elsewhere there is a tab. */
    private static String spaced(String text) {
        return text.replaceAll("[ \t]+", " ");
    }
}
