package zomg.it.harness;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import zomg.it.Instance;

/** Works for a long time and looks what the server's process gathers meanwhile: nothing. */
public final class Soak {

    private static final int WORKERS = 4;

    /** What the whole time may add, by the line through all samples but the first fifth. */
    private static final long MORE_HEAP_KIB = 8 * 1024;

    /** Parts of the heap, of stacks and of the code cache are touched later than others. */
    private static final long MORE_OWN_KIB = 24 * 1024;

    private static final long MORE_THREADS = 10;
    private static final long MORE_DESCRIPTORS = 20;

    private final Instance instance;
    private final long seed;
    private final PrintStream out;
    private final List<String> wrong = new ArrayList<>();

    public Soak(Instance instance, long seed, PrintStream out) {
        this.instance = instance;
        this.seed = seed;
        this.out = out;
    }

    /**
     * @return what is wrong
     */
    public List<String> run(Duration time, Duration between) throws IOException {
        AtomicBoolean over = new AtomicBoolean();
        List<Worker> workers =
                IntStream.range(0, WORKERS)
                        .mapToObj(
                                i ->
                                        new Worker(
                                                instance,
                                                i,
                                                seed + i,
                                                ConcurrentHashMap.newKeySet(),
                                                new Farewell(),
                                                new Outage()))
                        .toList();
        try (Client client = Client.of(instance)) {
            wrong.addAll(Records.read(client).deleteAll(client, Worker.PROJECT));
            List<Thread> threads =
                    workers.stream()
                            .map(
                                    worker ->
                                            Thread.ofPlatform()
                                                    .start(() -> worker.work(client, over::get)))
                            .toList();
            List<Vitals> samples = sample(time, between);
            over.set(true);
            for (Thread thread : threads) {
                thread.join();
            }
            Records records = Records.read(client);
            workers.forEach(worker -> wrong.addAll(worker.settle(records.boxesOf(Worker.PROJECT))));
            wrong.addAll(Traces.of(instance).differences(records.expected()));
            wrong.addAll(records.deleteAll(client, Worker.PROJECT));
            judge(samples.subList(samples.size() / 5, samples.size()), between);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException(interrupted);
        }
        out.printf("%d answers%n", workers.stream().mapToInt(Worker::acknowledged).sum());
        wrong.forEach(out::println);
        return List.copyOf(wrong);
    }

    private List<Vitals> sample(Duration time, Duration between) throws IOException {
        List<Vitals> samples = new ArrayList<>();
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < time.toNanos()) {
            LockSupport.parkNanos(between.toNanos());
            Vitals vitals = Vitals.of(instance);
            samples.add(vitals);
            out.printf("%5d s: %s%n", (System.nanoTime() - begin) / 1_000_000_000, vitals);
        }
        return samples;
    }

    private void judge(List<Vitals> samples, Duration between) {
        judge("KiB of heap after gc", samples, between, Vitals::heapKiB, MORE_HEAP_KIB);
        judge("threads", samples, between, Vitals::threads, MORE_THREADS);
        judge("descriptors", samples, between, Vitals::descriptors, MORE_DESCRIPTORS);
        judge("KiB of its own", samples, between, Vitals::ownKiB, MORE_OWN_KIB);
    }

    private void judge(
            String what,
            List<Vitals> samples,
            Duration between,
            ToLongFunction<Vitals> value,
            long most) {
        double slope = slope(samples.stream().mapToLong(value).toArray());
        double grown = slope * samples.size();
        out.printf(
                "%s: %+.1f in this time, %+.1f an hour%n",
                what, grown, slope * Duration.ofHours(1).toMillis() / between.toMillis());
        if (grown > most) {
            wrong.add("%s grew by %.1f, more than %d".formatted(what, grown, most));
        }
    }

    /** Of the line of least squares, for each sample. */
    private static double slope(long[] values) {
        double middle = (values.length - 1) / 2.0;
        double mean = 0;
        for (long value : values) {
            mean += (double) value / values.length;
        }
        double product = 0;
        double square = 0;
        for (int i = 0; i < values.length; i++) {
            product += (i - middle) * (values[i] - mean);
            square += (i - middle) * (i - middle);
        }
        return square == 0 ? 0 : product / square;
    }
}
