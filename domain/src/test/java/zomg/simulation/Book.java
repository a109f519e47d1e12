package zomg.simulation;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import zomg.fixture.BoxFixtures;
import zomg.model.base.Base;
import zomg.model.base.Recipe;
import zomg.model.box.Box;
import zomg.model.box.BoxStatus;
import zomg.model.id.BoxRef;
import zomg.model.id.Uid;
import zomg.model.request.KeyedRequest;
import zomg.simulation.Violation.Promise;

/** What clients were told, and so what must be. */
final class Book {

    /** The same names in two projects. */
    static final List<BoxRef> REFS =
            List.of("one", "two").stream()
                    .flatMap(
                            project ->
                                    List.of("api", "db", "web", "worker").stream()
                                            .map(name -> BoxFixtures.ref(project, name)))
                    .toList();

    private final Map<BoxRef, History> histories = new LinkedHashMap<>();
    private final Set<Uid> deleted = new HashSet<>();
    private final Set<Uid> bases = new HashSet<>();
    private final Set<String> recipes = new HashSet<>();
    private final Set<Keyed> keyed = new LinkedHashSet<>();
    private final List<Keyed> unanswered = new ArrayList<>();
    private final Shelf shelf = new Shelf();
    private final Album album = new Album();
    private final Stock stock = new Stock();
    private final Signs signs = new Signs();
    private int operations;
    private int boxes;

    Book(List<Base> bases) {
        REFS.forEach(ref -> histories.put(ref, new History()));
        bases.forEach(
                base -> {
                    begin(base.version());
                    built(base);
                });
    }

    /** What is known of data volumes. */
    Album album() {
        return album;
    }

    /** What is known of bases of people. */
    Stock stock() {
        return stock;
    }

    /** What is known of published hosts. */
    Signs signs() {
        return signs;
    }

    Shelf shelf() {
        return shelf;
    }

    int operations() {
        return operations;
    }

    /** How many boxes somebody was given. */
    int boxes() {
        return boxes;
    }

    void created() {
        boxes++;
    }

    void begin(BoxRef ref, Step step) {
        operations++;
        histories.get(ref).begin(step);
    }

    void end(BoxRef ref, Step step) {
        histories.get(ref).end(step);
    }

    /** Something that is asked for under a key of its own. */
    Keyed keyed(BoxRef ref, String what) {
        Keyed one = new Keyed(KeyedRequest.Key.of("sim", "key-" + keyed.size()), ref, what);
        keyed.add(one);
        unanswered.add(one);
        return one;
    }

    Set<Keyed> keyed() {
        return keyed;
    }

    /** What was asked for first of all that got no answer. */
    Optional<Keyed> unanswered() {
        return unanswered.stream().findFirst();
    }

    void answered(Keyed one) {
        unanswered.remove(one);
    }

    void deleted(Uid uid) {
        deleted.add(uid);
    }

    void begin(Recipe recipe) {
        operations++;
        begin(recipe.version());
    }

    private void begin(String version) {
        recipes.add(version);
    }

    void built(Base base) {
        bases.add(base.uid());
    }

    /**
     * Compares what was said with what is, and goes on from that.
     *
     * @param trouble whether boxes may have failed to come back
     */
    void settle(List<Box> boxes, List<Base> recordedBases, boolean trouble) {
        Map<BoxRef, Box> byRef = boxes.stream().collect(Collectors.toMap(Box::ref, box -> box));
        histories.forEach((ref, history) -> settle(ref, history, byRef, trouble));
        Violation.unless(
                recordedBases.stream().map(Base::uid).toList().containsAll(bases),
                Promise.P2_NOTHING_ACKNOWLEDGED_IS_LOST,
                "of the bases %s there are only %s",
                bases,
                recordedBases);
        Violation.unless(
                recordedBases.stream()
                        .filter(base -> !base.alias().equals(Stock.MINE.alias()))
                        .map(Base::version)
                        .allMatch(recipes::contains),
                Promise.P4_WHOLLY_THERE_OR_WHOLLY_GONE,
                "there is a base that nobody built: %s",
                recordedBases);
    }

    private void settle(BoxRef ref, History history, Map<BoxRef, Box> boxes, boolean trouble) {
        Optional<Box> found = Optional.ofNullable(boxes.get(ref));
        Set<BoxState> possible = history.possible();
        Violation.unless(
                !possible.isEmpty(),
                history.winners() > 1 ? Promise.P5_ONE_WINNER : Promise.ANSWERS_ARE_TRUE,
                "%s: no order explains the answers: %s",
                ref,
                history);
        found.ifPresent(
                box -> {
                    Violation.unless(
                            !deleted.contains(box.uid()),
                            Promise.P3_NO_ACKNOWLEDGED_DELETE_COMES_BACK,
                            "%s is there again",
                            box);
                    Violation.unless(
                            BoxState.isSettled(box),
                            Promise.P4_WHOLLY_THERE_OR_WHOLLY_GONE,
                            "%s is %s still",
                            ref,
                            box.status());
                });
        Violation.unless(
                possible.stream()
                        .map(BoxState::settled)
                        .anyMatch(state -> fits(state, found, trouble)),
                broken(possible, found),
                "%s can be %s and is %s: %s",
                ref,
                possible,
                found.map(BoxState::of),
                history);
        history.settle(found.map(BoxState::of).orElse(BoxState.ABSENT));
    }

    private static boolean fits(BoxState state, Optional<Box> found, boolean trouble) {
        return found.map(
                        box ->
                                state.matches(box)
                                        || trouble
                                                && box.is(BoxStatus.FAILED)
                                                && state.is(BoxStatus.RUNNING)
                                                && state.with(BoxStatus.FAILED).matches(box))
                .orElse(state.isAbsent());
    }

    private static Promise broken(Set<BoxState> possible, Optional<Box> found) {
        return found.isPresent() && possible.stream().allMatch(BoxState::isAbsent)
                ? Promise.P4_WHOLLY_THERE_OR_WHOLLY_GONE
                : Promise.P2_NOTHING_ACKNOWLEDGED_IS_LOST;
    }
}
