package zomg.runner;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import zomg.model.exec.OutputOffsets;

/**
 * How the command of a session ended.
 *
 * @param said how much there was of its output; empty if not all of it was taken
 */
public record SessionEnd(RunnerStatus status, Optional<OutputOffsets> said) {

    /** From what the runner keeps as {@code exit}. */
    public static SessionEnd parse(String text) {
        List<String> lines = text.lines().toList();
        Optional<OutputOffsets> said =
                lines.stream()
                        .skip(1)
                        .map(line -> Arrays.asList(line.split(" ", -1)))
                        .map(
                                words ->
                                        new OutputOffsets(
                                                Long.parseLong(words.getFirst()),
                                                Long.parseLong(words.get(1))))
                        .findFirst();
        return new SessionEnd(RunnerStatus.parse(lines.getFirst()), said);
    }
}
