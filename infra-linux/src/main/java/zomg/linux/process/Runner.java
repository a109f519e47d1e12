package zomg.linux.process;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import zomg.linux.libc.Libc;
import zomg.linux.libc.Spawning;

/**
 * The zomg-runner program.
 *
 * @param spawning how it is started
 * @param fence what its calls stand behind; without one they may outlive us unseen
 */
public record Runner(Path program, Spawning spawning, Optional<Fence> fence) {

    /** Its exit status when it could not run a program. */
    static final int NOT_RUN = 125;

    public static Runner unfenced(Path program, Libc libc) {
        return new Runner(program, new Spawning(libc), Optional.empty());
    }

    /**
     * Starts it, to do this.
     *
     * @throws IOException if it cannot be started
     */
    public Child start(String verb) throws IOException {
        return Child.start(spawning, call(verb));
    }

    private List<String> call(String verb) {
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
