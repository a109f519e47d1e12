package zomg.model.project;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import zomg.error.ErrorCode;
import zomg.error.InvalidInput;
import zomg.error.Refusal;
import zomg.model.box.BoxConfig;
import zomg.model.box.Cpus;
import zomg.model.box.Memory;
import zomg.model.id.ProjectName;
import zomg.model.space.Storage;

/**
 * What all boxes of a project may reserve together; empty means no limit. A quota below what is
 * reserved takes nothing away: there is just nothing new until it is above.
 */
public record Quota(
        Optional<Integer> boxes,
        Optional<Cpus> cpus,
        Optional<Memory> memory,
        Optional<Storage> storage) {

    public static final Quota NONE =
            new Quota(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    private static final int MAX_BOXES = 100_000;

    public Quota {
        if (boxes.filter(number -> number < 0 || number > MAX_BOXES).isPresent()) {
            throw InvalidInput.field("boxes", "must be from 0 to %d".formatted(MAX_BOXES));
        }
    }

    /** Such as {@code 10 boxes, 8 cpus}; empty if there is no limit. */
    public Optional<String> inWords() {
        String words =
                Stream.of(
                                boxes.map(number -> number + " boxes"),
                                cpus.map(limit -> processors(limit.thousandths()) + " cpus"),
                                memory.map(limit -> limit.mebibytes() + " MiB of memory"),
                                storage.map(limit -> limit.gibibytes() + " GiB of storage"))
                        .flatMap(Optional::stream)
                        .collect(Collectors.joining(", "));
        return Optional.of(words).filter(text -> !text.isEmpty());
    }

    /**
     * @param others what the project has without the new box
     * @throws Refusal QUOTA_EXCEEDED
     */
    public void requireRoomFor(ProjectName project, Usage others, BoxConfig box) {
        List<String> reasons = new ArrayList<>();
        boxes.filter(allowed -> others.boxes() >= allowed)
                .ifPresent(
                        allowed ->
                                reasons.add(
                                        "it may have %d boxes and has %d"
                                                .formatted(allowed, others.boxes())));
        reasons.addAll(shortages(others, BoxConfig.UNLIMITED, box, true));
        refuseIfAny(project, reasons);
    }

    /**
     * @param others what the project has without the box
     * @throws Refusal QUOTA_EXCEEDED if the box grows and there is no room for that
     */
    public void requireRoomToGrow(
            ProjectName project, Usage others, BoxConfig before, BoxConfig after) {
        refuseIfAny(project, shortages(others, before, after, false));
    }

    private List<String> shortages(Usage others, BoxConfig before, BoxConfig after, boolean isNew) {
        return List.of(
                        shortage(
                                cpus.map(Cpus::thousandths),
                                others.cpus(),
                                before.cpus().map(Cpus::thousandths),
                                after.cpus().map(Cpus::thousandths),
                                isNew,
                                "cpus",
                                Quota::processors),
                        shortage(
                                memory.map(Memory::mebibytes),
                                others.memory(),
                                before.memory().map(Memory::mebibytes),
                                after.memory().map(Memory::mebibytes),
                                isNew,
                                "memory",
                                number -> number + " MiB"),
                        shortage(
                                storage.map(Storage::gibibytes),
                                others.storage(),
                                before.storage().map(Storage::gibibytes),
                                after.storage().map(Storage::gibibytes),
                                isNew,
                                "storage",
                                number -> number + " GiB"))
                .stream()
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<String> shortage(
            Optional<Integer> allowed,
            long taken,
            Optional<Integer> before,
            Optional<Integer> after,
            boolean isNew,
            String what,
            Function<Long, String> inWords) {
        if (allowed.isEmpty()) {
            return Optional.empty();
        }
        if (after.isEmpty()) {
            return isNew
                    ? Optional.of("its boxes need a limit on %s; give one".formatted(what))
                    : Optional.empty();
        }
        boolean grows = before.isEmpty() || after.get() > before.get();
        return grows && taken + after.get() > allowed.get()
                ? Optional.of(
                        "it may have %s of %s, of which others take %s, and %s was asked for"
                                .formatted(
                                        inWords.apply((long) allowed.get()),
                                        what,
                                        inWords.apply(taken),
                                        inWords.apply((long) after.get())))
                : Optional.empty();
    }

    private static String processors(long thousandths) {
        return BigDecimal.valueOf(thousandths, 3).stripTrailingZeros().toPlainString();
    }

    private static void refuseIfAny(ProjectName project, List<String> reasons) {
        if (!reasons.isEmpty()) {
            throw new Refusal(
                    ErrorCode.QUOTA_EXCEEDED,
                    "the quota of project %s does not allow it: %s"
                            .formatted(project, String.join("; ", reasons)));
        }
    }
}
