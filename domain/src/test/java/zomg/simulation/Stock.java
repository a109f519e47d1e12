package zomg.simulation;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import zomg.memory.InMemoryMachine;
import zomg.model.base.Base;
import zomg.model.base.BaseReference;
import zomg.model.base.Recipe;
import zomg.model.id.Uid;
import zomg.simulation.Violation.Promise;

/**
 * What clients were told of bases that people make. All have one alias. One is there from its
 * answer on until somebody begins to delete them; it never changes.
 */
final class Stock {

    static final BaseReference MINE = BaseReference.parse("mine");

    private final Map<Uid, Optional<Map<String, String>>> made = new HashMap<>();
    private final Set<Uid> deleted = new HashSet<>();
    private final Set<String> recipes = new HashSet<>();
    private int begun;
    private int underWay;

    /**
     * @return to be handed back when something was made
     */
    int begin() {
        return underWay == 0 ? begun : -1;
    }

    /** One that nobody had before: the same again may replace what it made. */
    Recipe nextRecipe() {
        Recipe recipe = new Recipe(MINE.alias(), "install " + recipes.size());
        recipes.add(recipe.version());
        return recipe;
    }

    void made(Base base, Optional<Map<String, String>> tree, int began) {
        if (begun == began) {
            made.put(base.uid(), tree);
        }
    }

    /**
     * From now on nothing is known of what is there.
     *
     * @return what must be gone when that is answered
     */
    Set<Uid> beginDelete() {
        begun++;
        underWay++;
        Set<Uid> doomed = new HashSet<>(made.keySet());
        made.clear();
        return doomed;
    }

    void endDelete(Set<Uid> gone) {
        underWay--;
        deleted.addAll(gone);
    }

    /** The server is dead: nobody is at work. */
    void die() {
        underWay = 0;
    }

    void check(InMemoryMachine machine) {
        List<Base> recorded =
                machine.allBases().stream()
                        .filter(base -> base.alias().equals(MINE.alias()))
                        .toList();
        Violation.unless(
                recorded.stream().map(Base::uid).toList().containsAll(made.keySet()),
                Promise.P2_NOTHING_ACKNOWLEDGED_IS_LOST,
                "of the bases %s there are only %s",
                made.keySet(),
                recorded);
        Violation.unless(
                recorded.stream().map(Base::uid).noneMatch(deleted::contains),
                Promise.P3_NO_ACKNOWLEDGED_DELETE_COMES_BACK,
                "of the deleted bases %s there are some in %s",
                deleted,
                recorded);
        Violation.unless(
                recorded.stream()
                        .allMatch(
                                base ->
                                        base.version().equals(base.uid().value())
                                                || recipes.contains(base.version())),
                Promise.P4_WHOLLY_THERE_OR_WHOLLY_GONE,
                "there is a base that nobody made: %s",
                recorded);
        made.forEach(
                (uid, tree) ->
                        Violation.unless(
                                machine.pool().base(uid).equals(tree),
                                Promise.P7_A_FORK_EQUALS_ITS_SOURCE,
                                "the base %s is %s and was %s",
                                uid,
                                machine.pool().base(uid),
                                tree));
    }
}
