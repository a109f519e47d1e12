package zomg.it.harness;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import zomg.it.Instance;
import zomg.it.speed.Sessions;
import zomg.it.speed.Speed;

/**
 * The commands of {@code bench}: each on an instance of its own, which stays if anything is wrong.
 */
public final class Bench {

    private static final PrintStream OUT = System.out;
    private static final Duration OUTAGE = Duration.ofMinutes(1);
    private static final Path RESULTS =
            Path.of(System.getProperty("zomg.checkout"), "bench/results");

    private Bench() {}

    public static void main(String... arguments) throws IOException {
        Options options = Options.parse(List.of(arguments));
        Instance instance =
                Optional.ofNullable(System.getenv("ZOMG_BENCH_DIR"))
                        .map(directory -> Instance.in(Path.of(directory)))
                        .orElseGet(Instance::ofItsOwn);
        OUT.println("seed " + options.seed());
        List<String> wrong = run(options, instance);
        if (!wrong.isEmpty()) {
            OUT.printf(
                    "%d wrong; the instance is left as it is in %s%n",
                    wrong.size(), instance.directory());
            System.exit(1);
        }
        instance.close();
        OUT.println("nothing wrong");
    }

    private static List<String> run(Options options, Instance instance) throws IOException {
        return switch (options.harness()) {
            case "torture" -> torture(options, instance);
            case "cuts" -> new Cuts(instance, options.seed(), OUT).run(options.count(200), 20);
            case "fuzz" -> new Fuzz(instance, options.seed(), OUT).run(options.count(100_000));
            case "race" -> new Race(instance, OUT).run(options.count(200));
            case "run" -> {
                new Speed(instance, OUT).run(options.count(60), RESULTS);
                yield List.of();
            }
            case "sessions" -> {
                new Sessions(instance, OUT).run(options.count(5));
                yield List.of();
            }
            case "soak" ->
                    new Soak(instance, options.seed(), OUT)
                            .run(Duration.ofMinutes(options.count(30)), Duration.ofSeconds(30));
            default -> throw new IllegalArgumentException("no harness " + options.harness());
        };
    }

    private static List<String> torture(Options options, Instance instance) throws IOException {
        if (!options.way().onCluster) {
            return torture(options, new Torture(instance, options.seed(), OUT));
        }
        Instance onCluster = instance.onCluster();
        List<String> wrong = torture(options, new Torture(onCluster, options.seed(), OUT));
        if (wrong.isEmpty()) {
            onCluster.close();
        } else {
            OUT.println("the server of the cluster's boxes is left in " + onCluster.directory());
        }
        return wrong;
    }

    private static List<String> torture(Options options, Torture torture) throws IOException {
        return switch (options.way()) {
            case KILL -> torture.run(options.count(500));
            case TERM -> torture.runWithTerms(options.count(50));
            case POWER -> torture.runWithPowerCuts(options.count(50));
            case CLUSTER -> torture.run(options.count(50));
            case NO_API -> torture.runWithOutages(options.count(1), "kube-apiserver", OUTAGE);
            case NO_KUBELET -> torture.runWithOutages(options.count(1), "kubelet", OUTAGE);
        };
    }

    /** How a server ends, or what it has to do without. */
    private enum Way {
        KILL(false),
        TERM(false),
        POWER(false),
        CLUSTER(true),
        NO_API(true),
        NO_KUBELET(true);

        private final boolean onCluster;

        Way(boolean onCluster) {
            this.onCluster = onCluster;
        }
    }

    private record Options(String harness, Optional<Integer> number, Way way, long seed) {

        static Options parse(List<String> arguments) {
            Optional<Integer> number = Optional.empty();
            Way way = Way.KILL;
            long seed = System.nanoTime() & 0xffff_ffffL;
            Iterator<String> words = arguments.iterator();
            String harness = words.next();
            while (words.hasNext()) {
                String word = words.next();
                switch (word) {
                    case "--seed" -> seed = Long.parseLong(words.next());
                    case "--power" -> way = Way.POWER;
                    case "--term" -> way = Way.TERM;
                    case "--cluster" -> way = Way.CLUSTER;
                    case "--without-api-server" -> way = Way.NO_API;
                    case "--without-kubelet" -> way = Way.NO_KUBELET;
                    default -> number = Optional.of(Integer.valueOf(word));
                }
            }
            return new Options(harness, number, way, seed);
        }

        int count(int usual) {
            return number.orElse(usual);
        }
    }
}
