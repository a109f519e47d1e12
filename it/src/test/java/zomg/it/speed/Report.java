package zomg.it.speed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A table of all samples, with how many times the floor each is, and a plot of some. */
final class Report {

    static final String FLOOR = "kernel alone";

    private static final int BAR = 14;
    private static final int GAP = 6;
    private static final int LABEL = 330;
    private static final int PLOT = 480;
    private static final int MARGIN = 20;

    /** A step as one subject does it. */
    private record Row(String step, String subject, Samples samples) {}

    private final List<Row> rows = new ArrayList<>();
    private final List<String> facts = new ArrayList<>();

    /** The samples of this step, to be filled. */
    Samples of(String step, String subject) {
        return rows.stream()
                .filter(row -> row.step().equals(step) && row.subject().equals(subject))
                .findFirst()
                .orElseGet(
                        () -> {
                            Row row = new Row(step, subject, new Samples());
                            rows.add(row);
                            return row;
                        })
                .samples();
    }

    void fact(String format, Object... values) {
        facts.add(String.format(Locale.ROOT, format, values));
    }

    String table() {
        StringBuilder text =
                new StringBuilder(
                        "%-30s %-26s %8s %8s %8s %6s %8s %8s%n"
                                .formatted(
                                        "ms", "", "min", "median", "p95", "n", "x floor",
                                        "Incus x"));
        byStep().forEach(
                        (_, all) ->
                                all.forEach(
                                        row ->
                                                text.append(line(row))
                                                        .append(System.lineSeparator())));
        facts.forEach(fact -> text.append(fact).append(System.lineSeparator()));
        return text.toString();
    }

    private Map<String, List<Row>> byStep() {
        Map<String, List<Row>> steps = new LinkedHashMap<>();
        for (Row row : rows) {
            if (row.samples().count() > 0) {
                steps.computeIfAbsent(row.step(), _ -> new ArrayList<>()).add(row);
            }
        }
        return steps;
    }

    private String line(Row row) {
        Samples samples = row.samples();
        return String.format(
                Locale.ROOT,
                "%-30s %-26s %8.1f %8.1f %8.1f %6d %8s %8s",
                row.step(),
                row.subject(),
                samples.min(),
                samples.median(),
                samples.p95(),
                samples.count(),
                ratio(samples, of(row.step(), FLOOR)),
                ratio(of(row.step(), Incus.NAME), samples));
    }

    /** Of the minima, which other work on the machine changes least. */
    private static String ratio(Samples one, Samples other) {
        return one.count() == 0 || other.count() == 0
                ? ""
                : String.format(Locale.ROOT, "%.1f", one.min() / other.min());
    }

    /** Medians as bars, as long as the logarithm of the time, from 0.1 ms. */
    void plot(Path file) throws IOException {
        List<Row> all = byStep().values().stream().flatMap(List::stream).toList();
        int height = all.size() * (BAR + GAP) + 2 * MARGIN;
        StringBuilder svg =
                new StringBuilder(
                        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" font-family=\"sans-serif\" font-size=\"11\">%n"
                                .formatted(LABEL + PLOT + 100, height));
        double longest = all.stream().mapToDouble(row -> row.samples().median()).max().orElse(1);
        int y = MARGIN;
        for (Row row : all) {
            double median = row.samples().median();
            long width = Math.max(1, Math.round(PLOT * scale(median) / scale(longest)));
            svg.append(
                    String.format(
                            Locale.ROOT,
                            "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s, %s</text><rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"%s\"/><text x=\"%d\" y=\"%d\">%.1f</text>%n",
                            LABEL - GAP,
                            y + BAR - 3,
                            row.step(),
                            row.subject(),
                            LABEL,
                            y,
                            width,
                            BAR,
                            row.subject().startsWith("zomg") ? "#2b6cb0" : "#a0aec0",
                            LABEL + width + GAP,
                            y + BAR - 3,
                            median));
            y += BAR + GAP;
        }
        svg.append(
                "<text x=\"%d\" y=\"%d\">median, ms, logarithmic</text>%n</svg>%n"
                        .formatted(LABEL, MARGIN - GAP));
        Files.writeString(file, svg);
    }

    private static double scale(double millis) {
        return Math.log10(Math.max(millis, 0.1) / 0.1) + 0.1;
    }
}
