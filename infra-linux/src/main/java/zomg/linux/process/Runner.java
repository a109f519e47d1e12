package zomg.linux.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The zomg-runner program.
 *
 * @param fence what its calls stand behind; without one they may outlive us unseen
 */
public record Runner(Path program, Optional<Fence> fence) {

    /** Its exit status when it could not run a program. */
    static final int NOT_RUN = 125;

    public static Runner unfenced(Path program) {
        return new Runner(program, Optional.empty());
    }

    /** The arguments that make it do this. */
    public List<String> call(String verb) {
        return Stream.of(
                        Stream.of(program.toString()),
                        fence.stream().flatMap(held -> held.options().stream()),
                        Stream.of(verb))
                .flatMap(words -> words)
                .toList();
    }

    /** The arguments that make it run a program; the same program where there is no fence. */
    List<String> run(List<String> argv) {
        return fence.isEmpty()
                ? argv
                : Stream.of(call("run"), List.of("--"), argv).flatMap(List::stream).toList();
    }
}
