package zomg.api.diff;

import com.github.difflib.UnifiedDiffUtils;
import com.github.difflib.algorithm.Change;
import com.github.difflib.algorithm.myers.MyersDiffWithLinearSpace;
import com.github.difflib.patch.DeltaType;
import com.github.difflib.patch.Patch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;

/**
 * The difference of two texts in the form of {@code diff -u}. Two large texts that have little in
 * common would take hours to be told apart well; after a while they are replaced as a whole.
 */
final class UnifiedDiff {

    private static final int CONTEXT = 3;

    /** Some 300 ms of them. */
    private static final int MOST_COMPARISONS = 30_000_000;

    private static final String NO_NEWLINE = "\n\\ No newline at end of file";

    /** Thrown out of the library, which has no other way to be told to stop. */
    private static final class TooDifferent extends RuntimeException {
        private TooDifferent() {
            super(null, null, false, false);
        }
    }

    private UnifiedDiff() {}

    /**
     * @param before empty if there was no such file
     * @param after empty if there is none any more
     * @return with a newline at its end; nothing if they are equal
     */
    static String of(String path, Optional<String> before, Optional<String> after) {
        List<String> source = lines(before.orElse(""));
        List<String> target = lines(after.orElse(""));
        List<String> told =
                UnifiedDiffUtils.generateUnifiedDiff(
                        before.map(_ -> "a" + printable(path)).orElse(null),
                        after.map(_ -> "b" + printable(path)).orElse(null),
                        source,
                        patch(source, target),
                        CONTEXT);
        StringBuilder diff = new StringBuilder();
        told.forEach(line -> diff.append(header(line)).append('\n'));
        return diff.toString();
    }

    private static Patch<String> patch(List<String> source, List<String> target) {
        List<Change> changes;
        try {
            changes = new MyersDiffWithLinearSpace<>(bounded()).computeDiff(source, target, null);
        } catch (TooDifferent reached) {
            changes = List.of(wholly(source, target));
        }
        return Patch.generate(source, target, joined(changes));
    }

    /** What came beside what went is one change: what went is said first. */
    private static List<Change> joined(List<Change> changes) {
        List<Change> joined = new ArrayList<>();
        for (Change next : changes) {
            Change last = joined.isEmpty() ? null : joined.getLast();
            if (last != null
                    && last.endOriginal == next.startOriginal
                    && last.endRevised == next.startRevised) {
                joined.removeLast();
                joined.add(
                        change(
                                last.startOriginal,
                                next.endOriginal,
                                last.startRevised,
                                next.endRevised));
            } else {
                joined.add(next);
            }
        }
        return joined;
    }

    private static Change change(int source, int sourceEnd, int target, int targetEnd) {
        DeltaType type =
                source == sourceEnd
                        ? DeltaType.INSERT
                        : target == targetEnd ? DeltaType.DELETE : DeltaType.CHANGE;
        return new Change(type, source, sourceEnd, target, targetEnd);
    }

    private static BiPredicate<String, String> bounded() {
        int[] left = {MOST_COMPARISONS};
        return (one, other) -> {
            if (--left[0] < 0) {
                throw new TooDifferent();
            }
            return one.equals(other);
        };
    }

    /** Everything but what both begin and end with. */
    private static Change wholly(List<String> source, List<String> target) {
        int shorter = Math.min(source.size(), target.size());
        int begin = 0;
        while (begin < shorter && source.get(begin).equals(target.get(begin))) {
            begin++;
        }
        int end = 0;
        while (end < shorter - begin
                && source.get(source.size() - 1 - end)
                        .equals(target.get(target.size() - 1 - end))) {
            end++;
        }
        return change(begin, source.size() - end, begin, target.size() - end);
    }

    /** A last line without its newline is another one than with it. */
    private static List<String> lines(String text) {
        List<String> lines = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            int end = text.indexOf('\n', at);
            lines.add(end < 0 ? text.substring(at) + NO_NEWLINE : text.substring(at, end));
            at = end < 0 ? text.length() : end + 1;
        }
        return lines;
    }

    /** What has no lines begins before the first; the library says the first. */
    private static String header(String line) {
        return line.startsWith("@@ ")
                ? line.replace(" -1,0 ", " -0,0 ").replace(" +1,0 @@", " +0,0 @@")
                : line;
    }

    /** Nobody's file name begins a line of the difference. */
    private static String printable(String path) {
        return path.replaceAll("\\p{Cntrl}", "?");
    }
}
