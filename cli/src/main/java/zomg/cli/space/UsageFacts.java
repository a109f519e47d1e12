package zomg.cli.space;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import zomg.cli.client.DiskHolder;
import zomg.cli.client.DiskUsage;
import zomg.cli.operation.Following;
import zomg.cli.support.Answer;
import zomg.cli.support.ApiFailure;
import zomg.cli.support.Invocation;
import zomg.cli.support.Sizes;

/** What something costs, as people read it. */
public final class UsageFacts {

    private UsageFacts() {}

    /** Beside what a thing is; nothing where the server cannot tell at the moment. */
    public static List<List<String>> known(Supplier<Answer<DiskUsage>> usage) {
        try {
            return of(usage.get().value());
        } catch (ApiFailure notNow) {
            return List.of();
        }
    }

    /**
     * Waits for a measurement that was begun, and prints what it found.
     *
     * @param known asks for it when it is done
     */
    public static void print(
            Invocation invocation,
            Following following,
            Answer<DiskUsage> begun,
            Supplier<Answer<DiskUsage>> known,
            boolean json) {
        Answer<DiskUsage> answer = following.toItsEnd(begun, known);
        if (json) {
            invocation.output().json(answer);
        } else {
            invocation.output().facts(of(answer.value()));
        }
    }

    /** All that is known. */
    public static List<List<String>> of(DiskUsage usage) {
        List<List<String>> facts = new ArrayList<>();
        if (usage.ownBytes() != null) {
            facts.add(
                    List.of(
                            "own",
                            Sizes.of(usage.ownBytes())
                                    + (usage.storageGb() == null
                                            ? ""
                                            : " of %dG".formatted(usage.storageGb()))));
        }
        if (usage.measuredAt() != null) {
            facts.add(List.of("shared", Sizes.of(usage.sharedBytes())));
            facts.add(List.of("frees", Sizes.of(usage.freesBytes())));
            usage.holders().forEach(holder -> facts.add(List.of("held_by", text(holder))));
            if (usage.heldElsewhereBytes() > 0) {
                facts.add(
                        List.of(
                                "held_by",
                                Sizes.of(usage.heldElsewhereBytes()) + " what has no name"));
            }
        }
        return facts;
    }

    private static String text(DiskHolder holder) {
        return "%s %s %s"
                .formatted(
                        Sizes.of(holder.bytes()),
                        holder.kind().replace('_', ' ').toLowerCase(Locale.ROOT),
                        holder.name());
    }
}
