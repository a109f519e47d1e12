package zomg.it.speed;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** How long one thing took, again and again, in milliseconds. */
final class Samples {

    private static final double P95 = 0.95;
    private static final double NANOS = 1e6;

    /** Something whose time counts. */
    interface Step {
        void run() throws IOException;
    }

    private final List<Double> sorted = Collections.synchronizedList(new ArrayList<>());

    void time(Step step) throws IOException {
        long begin = System.nanoTime();
        step.run();
        addSince(begin);
    }

    /**
     * @param begin of {@link System#nanoTime}
     */
    void addSince(long begin) {
        add((System.nanoTime() - begin) / NANOS);
    }

    void add(double millis) {
        sorted.add(millis);
    }

    int count() {
        return sorted.size();
    }

    double min() {
        return at(0);
    }

    double median() {
        return at(0.5);
    }

    double p95() {
        return at(P95);
    }

    private double at(double part) {
        synchronized (sorted) {
            Collections.sort(sorted);
            return sorted.get(Math.min(sorted.size() - 1, (int) (sorted.size() * part)));
        }
    }
}
