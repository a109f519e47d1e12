package zomg.api.health;

import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.metrics.Counter;
import org.eclipse.microprofile.metrics.Gauge;
import org.eclipse.microprofile.metrics.Histogram;
import org.eclipse.microprofile.metrics.Metric;
import org.eclipse.microprofile.metrics.MetricID;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Snapshot;
import org.eclipse.microprofile.metrics.Tag;
import org.eclipse.microprofile.metrics.Timer;

/**
 * Prometheus' text format, version 0.0.4.
 *
 * @see <a href="https://prometheus.io/docs/instrumenting/exposition_formats/">its description</a>
 */
final class Exposition {

    private static final double NANOS = 1e9;

    /** The lines of each family must stand together, below its TYPE. */
    private final SortedMap<String, StringBuilder> families = new TreeMap<>();

    void add(MetricRegistry registry) {
        registry.getMetrics().forEach((id, metric) -> add(scoped(id, registry), metric));
    }

    private static MetricID scoped(MetricID id, MetricRegistry registry) {
        Tag[] tags =
                Stream.concat(
                                Stream.of(new Tag("mp_scope", registry.getScope())),
                                Arrays.stream(id.getTagsAsArray()))
                        .toArray(Tag[]::new);
        return new MetricID(id.getName(), tags);
    }

    private void add(MetricID id, Metric metric) {
        String name = id.getName().replaceAll("[^a-zA-Z0-9_:]", "_");
        switch (metric) {
            case Counter counter ->
                    line(name + "_total", "counter", name + "_total", id, "", counter.getCount());
            case Gauge<?> gauge -> line(name, "gauge", name, id, "", gauge.getValue());
            case Timer timer ->
                    summary(
                            name + "_seconds",
                            id,
                            timer.getSnapshot(),
                            NANOS,
                            timer.getElapsedTime().toNanos() / NANOS,
                            timer.getCount());
            case Histogram histogram ->
                    summary(
                            name,
                            id,
                            histogram.getSnapshot(),
                            1,
                            histogram.getSum(),
                            histogram.getCount());
            default -> {
                // A kind that a later MicroProfile has; this format has no word for it.
            }
        }
    }

    /** One of ours, which no registry has. */
    void gauge(String name, long value) {
        line(name, "gauge", name, new MetricID(name), "", value);
    }

    private void summary(
            String name, MetricID id, Snapshot snapshot, double unit, double sum, long count) {
        for (Snapshot.PercentileValue value : snapshot.percentileValues()) {
            String quantile = "quantile=\"%s\"".formatted(value.getPercentile());
            line(name, "summary", name, id, quantile, value.getValue() / unit);
        }
        line(name, "summary", name + "_sum", id, "", sum);
        line(name, "summary", name + "_count", id, "", count);
    }

    private void line(
            String family, String type, String name, MetricID id, String label, Number value) {
        String labels =
                id.getTags().entrySet().stream()
                        .map(Exposition::label)
                        .collect(Collectors.joining(","));
        String all = labels.isEmpty() || label.isEmpty() ? labels + label : labels + "," + label;
        families.computeIfAbsent(family, _ -> heading(family, type))
                .append(name)
                .append(all.isEmpty() ? "" : "{" + all + "}")
                .append(' ')
                .append(value.doubleValue())
                .append('\n');
    }

    private static StringBuilder heading(String family, String type) {
        return new StringBuilder("# TYPE %s %s\n".formatted(family, type));
    }

    private static String label(Map.Entry<String, String> tag) {
        return "%s=\"%s\""
                .formatted(
                        tag.getKey().replaceAll("[^a-zA-Z0-9_]", "_"),
                        tag.getValue()
                                .replace("\\", "\\\\")
                                .replace("\"", "\\\"")
                                .replace("\n", "\\n"));
    }

    String text() {
        return String.join("", families.values());
    }
}
