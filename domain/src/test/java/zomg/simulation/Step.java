package zomg.simulation;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import zomg.error.ErrorCode;
import zomg.model.box.Box;
import zomg.model.box.BoxSpec;
import zomg.model.box.BoxStatus;
import zomg.model.id.Uid;

/** What somebody does to one box, from the call to the answer. */
final class Step {

    /** What can follow from a state; nothing if the answer does not fit it. */
    @FunctionalInterface
    interface Meaning {
        List<BoxState> from(BoxState before);
    }

    private static final Meaning LEAVES_IT = List::of;

    private final String what;
    private final boolean force;
    private Meaning meaning;
    private String answer = "no answer";
    private boolean unsure = true;
    private boolean alone = true;
    private Optional<Step> undo = Optional.empty();

    /**
     * @param ifNobodyHears what it means as long as there is no answer
     */
    private Step(String what, Meaning ifNobodyHears) {
        this(what, false, ifNobodyHears);
    }

    private Step(String what, boolean force, Meaning ifNobodyHears) {
        this.what = what;
        this.force = force;
        this.meaning = ifNobodyHears;
    }

    static Step create(Optional<BoxSpec> spec) {
        Step create = unsureCreate(spec);
        create.undo = Optional.of(new Step("undo", create::undone));
        return create;
    }

    /** Until it is undone, others can see the box of a create that fails at its end. */
    private List<BoxState> undone(BoxState before) {
        return unsure && !before.isAbsent() && before.uid().isEmpty()
                ? List.of(before, BoxState.ABSENT)
                : List.of(before);
    }

    private static Step unsureCreate(Optional<BoxSpec> spec) {
        return new Step(
                "create",
                before ->
                        before.isAbsent()
                                ? List.of(
                                        before,
                                        unknown(BoxStatus.CREATING, spec),
                                        unknown(BoxStatus.DELETING, spec),
                                        unknown(BoxStatus.RUNNING, spec))
                                : List.of(before));
    }

    private static BoxState unknown(BoxStatus status, Optional<BoxSpec> spec) {
        return new BoxState(Optional.of(status), Optional.empty(), spec, false);
    }

    static Step stop() {
        return new Step("stop", before -> maybe(before, BoxStatus.STOPPING, BoxStatus.STOPPED));
    }

    static Step resume() {
        return new Step(
                "resume",
                before -> maybe(before, BoxStatus.RESUMING, BoxStatus.RUNNING, BoxStatus.STOPPED));
    }

    private static List<BoxState> maybe(BoxState before, BoxStatus... others) {
        if (before.isAbsent() || before.isHalf()) {
            return List.of(before);
        }
        return Stream.concat(Stream.of(before), Stream.of(others).map(before::with)).toList();
    }

    static Step update(UnaryOperator<BoxSpec> change) {
        return new Step(
                "update",
                before ->
                        before.isAbsent() || before.isHalf()
                                ? List.of(before)
                                : List.of(before, before.with(before.spec().map(change))));
    }

    /** A data volume comes or goes. */
    static Step mounts(String what) {
        return new Step(
                what,
                before ->
                        before.isAbsent() || before.isHalf()
                                ? List.of(before)
                                : List.of(before, before.with(Optional.<BoxSpec>empty())));
    }

    static Step delete(boolean force) {
        return new Step(
                force ? "delete -f" : "delete",
                force,
                before ->
                        before.isAbsent() || before.is(BoxStatus.RUNNING) && !force
                                ? List.of(before)
                                : List.of(
                                        force ? before.maybeDead() : before,
                                        before.with(BoxStatus.DELETING),
                                        BoxState.ABSENT));
    }

    /** It looks, and changes nothing. */
    static Step look(String what) {
        return new Step(what, LEAVES_IT);
    }

    /** All processes of the box end by themselves. */
    static Step death() {
        return new Step("its processes end", before -> List.of(before.maybeDead()));
    }

    /** A box that is brought back may not come up. */
    static Step reconcile() {
        return new Step(
                "reconcile",
                before ->
                        Stream.concat(
                                        Stream.of(before, before.settled()),
                                        before.is(BoxStatus.RUNNING)
                                                        || before.is(BoxStatus.RESUMING)
                                                ? Stream.of(
                                                        before.with(BoxStatus.RESUMING),
                                                        before.with(BoxStatus.FAILED))
                                                : Stream.of())
                                .toList());
    }

    /** What somebody else is at work on is left to them. */
    void reconciled() {
        answer(
                "reconciled",
                before -> alone ? List.of(before.settled()) : List.of(before, before.settled()));
    }

    void created(Box box) {
        answer(
                "created " + box.uid(),
                before -> before.isAbsent() ? List.of(BoxState.of(box)) : List.of());
    }

    /** It may have been made by an attempt before, and be what others have made of it since. */
    void createdBefore(Uid uid, Optional<Box> fresh) {
        answer(
                "is made as " + uid,
                before -> {
                    if (before.isAbsent() && fresh.isPresent()) {
                        return List.of(BoxState.of(fresh.get()));
                    }
                    return List.of(before);
                });
    }

    /** An attempt before may have done it, and others have gone on since. */
    void deletedBefore(Optional<Uid> uid) {
        answer(
                "is deleted: " + uid,
                before ->
                        uid.filter(before::isUid).isPresent()
                                ? List.of(before, BoxState.ABSENT)
                                : List.of(before));
    }

    void changedTo(Box box) {
        answer(
                "is %s now".formatted(box.status()),
                before ->
                        before.isUid(box.uid()) && before.isSpec(box.spec()) && !before.isHalf()
                                ? List.of(BoxState.of(box))
                                : List.of());
    }

    void updatedTo(Box box, UnaryOperator<BoxSpec> change) {
        answer(
                "updated",
                before ->
                        before.isUid(box.uid())
                                        && before.is(box.status())
                                        && before.spec()
                                                .map(change)
                                                .map(box.spec()::equals)
                                                .orElse(true)
                                ? List.of(before.with(Optional.of(box.spec())))
                                : List.of());
    }

    /** It has other data volumes, or the same, and is as it was else. */
    void mountsChangedTo(Box box) {
        answer(
                "has other mounts",
                before ->
                        before.isUid(box.uid())
                                        && before.is(box.status())
                                        && before.spec()
                                                .map(spec -> spec.withVolumes(box.spec().volumes()))
                                                .map(box.spec()::equals)
                                                .orElse(true)
                                ? List.of(before.with(Optional.of(box.spec())))
                                : List.of());
    }

    void deleted(Optional<Uid> uid) {
        answer(
                "deleted " + uid,
                before ->
                        uid.map(before::isUid).orElse(before.isAbsent())
                                        && (force || !before.is(BoxStatus.RUNNING))
                                ? List.of(BoxState.ABSENT)
                                : List.of());
    }

    void ran() {
        answer("ran", before -> before.is(BoxStatus.RUNNING) ? List.of(before) : List.of());
    }

    /** What is in the middle of something can be seen at any time. */
    void saw(Optional<Box> box) {
        answer(
                "saw " + box.map(Box::status),
                before ->
                        box.map(seen -> !BoxState.isSettled(seen) || before.matches(seen))
                                        .orElse(before.isAbsent())
                                ? List.of(before)
                                : List.of());
    }

    void sawUid(Uid uid) {
        answer("saw " + uid, before -> before.isUid(uid) ? List.of(before) : List.of());
    }

    void refused(ErrorCode code) {
        answer(
                "refused: " + code,
                before ->
                        switch (code) {
                            case BOX_NOT_FOUND -> only(before, before.isAbsent());
                            case BOX_EXISTS -> only(before, !before.isAbsent());
                            case BOX_RUNNING -> only(before, before.is(BoxStatus.RUNNING));
                            case BOX_NOT_RUNNING ->
                                    only(
                                            before,
                                            before.dead()
                                                    || !alone
                                                    || !before.is(BoxStatus.RUNNING));
                            case BOX_BUSY -> busy(before);
                            default -> List.of();
                        });
    }

    /** A delete by force kills before it waits for its turn. */
    private List<BoxState> busy(BoxState before) {
        return only(force ? before.maybeDead() : before, !alone || before.isStuck());
    }

    /** Nothing follows from it for the box. */
    void answered(String text) {
        answer(text, LEAVES_IT);
    }

    /** Because of another box. */
    void refusedForOtherReasons(ErrorCode code) {
        answer("refused: " + code, LEAVES_IT);
    }

    private static List<BoxState> only(BoxState before, boolean fits) {
        return fits ? List.of(before) : List.of();
    }

    /** Something on its way failed: it may have happened, or a part of it. */
    void failed(String why) {
        answer = "failed: " + why;
    }

    private void answer(String text, Meaning known) {
        answer = text;
        meaning = known;
        unsure = false;
    }

    /** What may follow from it before its answer. */
    Optional<Step> undo() {
        return undo;
    }

    /** Somebody else does something to the box at the same time. */
    void overlaps() {
        alone = false;
    }

    List<BoxState> from(BoxState before) {
        return meaning.from(before);
    }

    boolean isCreated() {
        return answer.startsWith("created");
    }

    @Override
    public String toString() {
        return what + ": " + answer;
    }
}
