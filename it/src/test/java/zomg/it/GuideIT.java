package zomg.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a reader types, and what the pages say that comes of it. */
@ExtendWith(Instance.Shared.class)
class GuideIT {

    private static final String FENCE = "```";
    private static final Pattern BLOCK =
            Pattern.compile("^```console\n(.*?)^```", Pattern.MULTILINE | Pattern.DOTALL);

    private static final String PROMPT = "$ ";

    /** Stands for what differs, in a line or for lines. */
    private static final String ANYTHING = "…";

    /** In the README, with what cannot be typed here: it clones, and brings zomg up. */
    private static final String FIRST_BOX = "```console\n$ cd\n";

    private static final int MANY = 5;
    private static final int REQUESTS = 2;

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

    private final Instance zomg;

    GuideIT(Instance zomg) {
        this.zomg = zomg;
    }

    /** A reader begins with nothing. */
    @BeforeEach
    void delete_what_others_left() {
        List<String> boxes = zomg.zomg("list", "--all", "-q").ok().lines().toList();
        if (!boxes.isEmpty()) {
            List<String> delete = new ArrayList<>(List.of("delete", "-f"));
            delete.addAll(boxes);
            zomg.zomg(delete.toArray(String[]::new)).ok();
        }
    }

    @Test
    void the_examples_of_the_guide_do_what_it_says() throws IOException {
        tryOut(MANY, examples(page("docs/using-zomg.md")));
    }

    @Test
    void the_examples_of_data_volumes_do_what_the_page_says() throws IOException {
        tryOut(MANY, examples(page("docs/data-volumes.md")));
    }

    @Test
    void the_first_boxes_of_the_readme_do_what_it_says() throws IOException {
        String readme = page("README.md");

        int start = readme.indexOf(FIRST_BOX);
        int end = readme.indexOf(FENCE, start + FENCE.length()) + FENCE.length();
        tryOut(MANY, examples(readme.substring(start, end)));
    }

    @Test
    void the_requests_of_the_readme_are_answered_as_it_says() throws IOException {
        String readme = page("README.md");

        int start = readme.indexOf("## The API");
        String section = readme.substring(start, readme.indexOf("## ", start + 1));
        tryOut(
                REQUESTS,
                examples(
                        section.replace("http://127.0.0.1:7717", zomg.url())
                                .replace("$(cat ~/.config/zomg/token)", zomg.token())));
    }

    private static String page(String name) throws IOException {
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

    /**
     * @param more than so many there must be: a page whose form changed would have none
     */
    private void tryOut(int more, List<Example> examples) {
        assertThat(examples).hasSizeGreaterThan(more);
        Map<String, String> variables =
                Map.of(
                        "PATH",
                        zomg.command().getParent() + ":" + System.getenv("PATH"),
                        "ZOMG_RUN_DIR",
                        zomg.run().toString());
        Shell reader = new Shell(zomg.directory().resolve("work"), variables);
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
