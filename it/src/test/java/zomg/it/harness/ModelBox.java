package zomg.it.harness;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What one client knows of one name: what was answered is certain, what was asked without an answer
 * is there wholly or not at all.
 */
final class ModelBox {

    /** What can be the case. */
    enum State {
        ABSENT,
        RUNNING,
        STOPPED
    }

    private final String name;
    private final Set<State> possible = EnumSet.of(State.ABSENT);
    private final Set<String> possibleTiers = new TreeSet<>();
    private final Map<String, String> files = new HashMap<>();
    private final Map<String, Map<String, String>> snapshots = new HashMap<>();
    private String id = "";
    private String init = "";

    ModelBox(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    /** Empty while nobody said it. */
    String id() {
        return id;
    }

    /** Its PID 1, if that must be the same after a kill; else empty. */
    String init() {
        return init;
    }

    /** What was written, synced and answered, by name. */
    Map<String, String> files() {
        return files;
    }

    /** What an answered snapshot keeps of {@link #files}, by its name. */
    Map<String, Map<String, String>> snapshots() {
        return snapshots;
    }

    /** A restore without an answer: only what is so before and after it is certain. */
    void mayBe(Map<String, String> restored) {
        files.entrySet().retainAll(restored.entrySet());
        init = "";
    }

    boolean isCertain() {
        return possible.size() == 1;
    }

    boolean is(State state) {
        return possible.equals(EnumSet.of(state));
    }

    boolean canBe(State state) {
        return possible.contains(state);
    }

    boolean canHaveTier(String tier) {
        return possibleTiers.contains(tier);
    }

    void made(String newId, String tier, Map<String, String> withFiles) {
        id = newId;
        files.clear();
        files.putAll(withFiles);
        settle(State.RUNNING);
        settleTier(tier);
    }

    void settle(State state) {
        possible.clear();
        possible.add(state);
        if (state != State.RUNNING) {
            init = "";
        }
        if (state == State.ABSENT) {
            id = "";
            files.clear();
            snapshots.clear();
            possibleTiers.clear();
        }
    }

    void settleTier(String tier) {
        possibleTiers.clear();
        possibleTiers.add(tier);
    }

    void runsAs(String newInit) {
        init = newInit;
    }

    void mayBe(State state) {
        possible.add(state);
        init = "";
    }

    /** A create without an answer: with these things if it is there at all. */
    void mayBeMade(String tier, Map<String, String> withFiles) {
        mayBe(State.RUNNING);
        files.clear();
        files.putAll(withFiles);
        settleTier(tier);
    }

    void mayHaveTier(String tier) {
        possibleTiers.add(tier);
    }

    @Override
    public String toString() {
        return "%s (%s, %s, tier %s, files %s)"
                .formatted(name, id.isEmpty() ? "no id" : id, possible, possibleTiers, files);
    }
}
