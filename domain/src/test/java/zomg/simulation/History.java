package zomg.simulation;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What was done to one name since all was quiet, and what the box can be now. Everything was as if
 * each step had happened at one instant between its call and its answer, one after another; if no
 * order of such instants explains the answers, they were not true.
 */
final class History {

    private record Event(Step step, boolean answer) {}

    /** A state, and which of the steps under way brought it about. */
    private record Possibility(BoxState state, Set<Step> happened) {}

    private final List<Event> events = new ArrayList<>();
    private final Set<Step> open = new HashSet<>();
    private Set<BoxState> before = Set.of(BoxState.ABSENT);

    void begin(Step step) {
        if (!open.isEmpty()) {
            step.overlaps();
            open.forEach(Step::overlaps);
        }
        open.add(step);
        events.add(new Event(step, false));
        step.undo().ifPresent(undo -> events.add(new Event(undo, false)));
    }

    void end(Step step) {
        open.remove(step);
        step.undo().ifPresent(undo -> events.add(new Event(undo, true)));
        events.add(new Event(step, true));
    }

    /** Nothing is under way any more, and this is what is. */
    void settle(BoxState now) {
        before = Set.of(now);
        events.clear();
        open.clear();
    }

    /** What the box can be; empty if the answers contradict each other. */
    Set<BoxState> possible() {
        Set<Step> under = new HashSet<>();
        Set<Possibility> all = new HashSet<>();
        before.forEach(state -> all.add(new Possibility(state, Set.of())));
        for (Event event : events) {
            if (event.answer()) {
                Set<Possibility> next = new HashSet<>();
                for (Possibility one : explored(all, under)) {
                    if (one.happened().contains(event.step())) {
                        next.add(
                                new Possibility(
                                        one.state(), without(one.happened(), event.step())));
                    }
                }
                all.clear();
                all.addAll(next);
                under.remove(event.step());
            } else {
                under.add(event.step());
            }
        }
        Set<BoxState> states = new HashSet<>();
        explored(all, under).forEach(one -> states.add(one.state()));
        return states;
    }

    private static Set<Possibility> explored(Set<Possibility> from, Set<Step> under) {
        Set<Possibility> found = new HashSet<>(from);
        List<Possibility> todo = new ArrayList<>(from);
        while (!todo.isEmpty()) {
            Possibility one = todo.removeLast();
            for (Step step : under) {
                if (!one.happened().contains(step)) {
                    for (BoxState next : step.from(one.state())) {
                        Possibility possibility = new Possibility(next, with(one.happened(), step));
                        if (found.add(possibility)) {
                            todo.add(possibility);
                        }
                    }
                }
            }
        }
        return found;
    }

    private static Set<Step> with(Set<Step> steps, Step step) {
        Set<Step> more = new HashSet<>(steps);
        more.add(step);
        return more;
    }

    private static Set<Step> without(Set<Step> steps, Step step) {
        Set<Step> less = new HashSet<>(steps);
        less.remove(step);
        return less;
    }

    /** Of how many creates it was said that they made the box. */
    long winners() {
        return events.stream()
                .filter(Event::answer)
                .filter(event -> event.step().isCreated())
                .count();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("first " + before);
        for (Event event : events) {
            text.append(event.answer() ? "; ends " : "; begins ").append(event.step());
        }
        return text.toString();
    }
}
