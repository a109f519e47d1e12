package zomg.cli.support;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** How answers are shown: to a person aligned, to a program with tabs. */
public final class Output {

    private static final String GAP = "  ";
    private static final Map<String, String> COLOURS =
            Map.of("running", "32", "done", "32", "failed", "31", "stopped", "2");

    /** What people type again is never cut. */
    private static final Set<String> WHOLE = Set.of("NAME", "ID", "PROJECT", "BOX", "URL");

    private static final int LEAST = 6;
    private static final String CUT = "…";

    private final PrintStream out;
    private final boolean aligned;
    private final boolean colours;
    private final int width;

    public Output(PrintStream out, boolean aligned, boolean colours) {
        this(out, aligned, colours, Integer.MAX_VALUE);
    }

    /**
     * @param width how many characters a line of a table may have
     */
    public Output(PrintStream out, boolean aligned, boolean colours, int width) {
        this.out = out;
        this.aligned = aligned;
        this.colours = colours;
        this.width = width;
    }

    public void line(String text) {
        out.println(text);
    }

    public void json(Answer<?> answer) {
        answer.copyTo(out);
    }

    /** Bytes as they are; the command in the box decides what they mean. */
    public void bytes(byte[] raw) {
        out.write(raw, 0, raw.length);
        out.flush();
    }

    /** A text that comes with the program, beside {@code owner}. */
    public void resource(Class<?> owner, String name) {
        try (InputStream text = owner.getResourceAsStream(name)) {
            bytes(text.readAllBytes());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    public void table(List<String> headings, List<List<String>> rows) {
        List<List<String>> all = new ArrayList<>();
        all.add(headings);
        all.addAll(rows);
        print(aligned ? fitted(all) : all, aligned);
    }

    /** One fact a line: its name, its value; aligned for programs too, which have JSON. */
    public void facts(List<List<String>> facts) {
        print(
                facts.stream().map(fact -> List.of(fact.getFirst() + ":", fact.getLast())).toList(),
                true);
    }

    /**
     * The widest column gives way, one character after the other, as long as lines are too long.
     */
    private List<List<String>> fitted(List<List<String>> rows) {
        List<String> headings = rows.getFirst();
        int[] widths = widths(rows);
        int over = IntStream.of(widths).sum() + GAP.length() * (widths.length - 1) - width;
        while (over > 0) {
            int widest = widest(headings, widths);
            if (widest < 0) {
                break;
            }
            widths[widest]--;
            over--;
        }
        return rows.stream().map(row -> cut(row, widths)).toList();
    }

    /** Of those that may be cut; -1 if there is none. */
    private static int widest(List<String> headings, int[] widths) {
        int widest = -1;
        for (int column = 0; column < widths.length; column++) {
            String heading = headings.get(column);
            boolean mayBeCut =
                    !WHOLE.contains(heading) && widths[column] > Math.max(LEAST, heading.length());
            if (mayBeCut && (widest < 0 || widths[column] >= widths[widest])) {
                widest = column;
            }
        }
        return widest;
    }

    private static List<String> cut(List<String> row, int[] widths) {
        List<String> cells = new ArrayList<>();
        for (int column = 0; column < row.size(); column++) {
            String cell = row.get(column);
            cells.add(
                    length(cell) <= widths[column]
                            ? cell
                            : cell.substring(0, cell.offsetByCodePoints(0, widths[column] - 1))
                                    + CUT);
        }
        return cells;
    }

    private void print(List<List<String>> rows, boolean align) {
        int[] widths = widths(rows);
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                String cell = row.get(column);
                boolean last = column == row.size() - 1;
                line.append(coloured(cell));
                if (!last) {
                    line.append(align ? " ".repeat(widths[column] - length(cell)) + GAP : "\t");
                }
            }
            out.println(line.toString().stripTrailing());
        }
    }

    private static int[] widths(List<List<String>> rows) {
        int[] widths = new int[rows.stream().mapToInt(List::size).max().orElse(0)];
        for (List<String> row : rows) {
            for (int column = 0; column < row.size(); column++) {
                widths[column] = Math.max(widths[column], length(row.get(column)));
            }
        }
        return widths;
    }

    private static int length(String cell) {
        return cell.codePointCount(0, cell.length());
    }

    private String coloured(String cell) {
        String colour = colours ? COLOURS.get(cell) : null;
        return colour == null ? cell : "\033[" + colour + "m" + cell + "\033[0m";
    }
}
