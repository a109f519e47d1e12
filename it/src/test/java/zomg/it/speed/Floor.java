package zomg.it.speed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import zomg.it.Instance;

/** {@code bench/floor}: the same steps by the system calls alone, on the base of the instance. */
record Floor(Instance instance) {

    private static final Map<String, String> STEPS =
            Map.of(
                    "create", "create",
                    "first", "create, first true done",
                    "exec", "exec bash -lc true",
                    "stop", "stop",
                    "delete", "delete");

    void run(int rounds, Report report) throws IOException {
        Path program = instance.directory().resolve("floor");
        Path source = Path.of(System.getProperty("zomg.checkout"), "bench/floor/floor.c");
        instance.host("gcc", "-O2", "-o", program.toString(), source.toString()).ok();
        Path roots = instance.pool().resolve("scratch");
        Files.createDirectories(roots);
        String said =
                instance.host(
                                program.toString(),
                                roots.toString(),
                                base(instance).toString(),
                                Integer.toString(rounds))
                        .ok();
        said.lines()
                .map(line -> line.split("\t", -1))
                .forEach(
                        step ->
                                report.of(STEPS.get(step[0]), Report.FLOOR)
                                        .add(Double.parseDouble(step[1])));
    }

    static Path base(Instance instance) throws IOException {
        try (Stream<Path> bases = Files.list(instance.pool().resolve("bases"))) {
            return bases.findFirst().orElseThrow();
        }
    }
}
