package zomg.cli.journal;

import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import zomg.cli.client.JournalEntry;

/** What an entry is about, and who brought it about, in a few words. */
final class Subject {

    private Subject() {}

    /** {@code project:box}, a project, or what else it is. */
    static String of(JournalEntry entry) {
        return entry.subject() != null
                ? entry.subject()
                : Stream.of(entry.project(), entry.box())
                        .filter(Objects::nonNull)
                        .collect(Collectors.joining(":"));
    }

    static String text(String mayBeAbsent) {
        return Objects.requireNonNullElse(mayBeAbsent, "");
    }
}
