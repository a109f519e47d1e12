package zomg.linux.mount;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The mounts that this process sees, as {@code /proc/self/mountinfo} tells them; see proc(5). */
public record MountTable(List<Mount> mounts) {

    /** From here to the separator are the optional fields. */
    private static final int PROPAGATION = 6;

    /**
     * One mount.
     *
     * @param root which directory of the file system is mounted
     * @param options of the super block
     * @param isShared whether what is mounted below it comes to those who have a copy of it, too
     */
    public record Mount(
            String root,
            Path point,
            String type,
            String source,
            Set<String> options,
            boolean isShared) {}

    public static MountTable read() {
        try {
            return parse(
                    Files.readAllLines(
                            Path.of("/proc/self/mountinfo"), StandardCharsets.ISO_8859_1));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    public static MountTable parse(List<String> lines) {
        List<Mount> mounts = new ArrayList<>();
        for (String line : lines) {
            List<String> fields = Arrays.asList(line.split(" ", -1));
            int separator = fields.indexOf("-");
            mounts.add(
                    new Mount(
                            unescaped(fields.get(3)),
                            Path.of(unescaped(fields.get(4))),
                            fields.get(separator + 1),
                            unescaped(fields.get(separator + 2)),
                            Set.of(fields.get(separator + 3).split(",", -1)),
                            fields.subList(PROPAGATION, separator).stream()
                                    .anyMatch(field -> field.startsWith("shared:"))));
        }
        return new MountTable(List.copyOf(mounts));
    }

    /** What is mounted at exactly this directory; the topmost where several are. */
    public Optional<Mount> at(Path point) {
        return mounts.reversed().stream().filter(mount -> mount.point().equals(point)).findFirst();
    }

    /** Those at this directory or below it. */
    public MountTable below(Path directory) {
        return new MountTable(
                mounts.stream().filter(mount -> mount.point().startsWith(directory)).toList());
    }

    /** The mount that holds this path. */
    public Optional<Mount> holding(Path path) {
        for (Path here = path; here != null; here = here.getParent()) {
            Optional<Mount> mount = at(here);
            if (mount.isPresent()) {
                return mount;
            }
        }
        return Optional.empty();
    }

    /** The kernel writes space, tab, newline and backslash as octal. */
    private static String unescaped(String text) {
        return text.replace("\\040", " ")
                .replace("\\011", "\t")
                .replace("\\012", "\n")
                .replace("\\134", "\\");
    }
}
