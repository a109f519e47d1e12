package zomg.it.harness;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What a comparison has shown, in sentences. */
final class Findings {

    private final List<String> sentences = new ArrayList<>();

    void add(String sentence) {
        sentences.add(sentence);
    }

    void compare(String what, Set<String> expected, Set<String> found) {
        found.stream()
                .filter(one -> !expected.contains(one))
                .forEach(one -> add("orphan: %s %s".formatted(what, one)));
        expected.stream()
                .filter(one -> !found.contains(one))
                .forEach(one -> add("missing: %s %s".formatted(what, one)));
    }

    List<String> all() {
        return List.copyOf(sentences);
    }
}
