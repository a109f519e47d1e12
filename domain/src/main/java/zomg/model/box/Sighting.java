package zomg.model.box;

import java.util.List;
import java.util.Set;
import zomg.model.id.Uid;

/**
 * What an engine has of one box, whether a record names it or not.
 *
 * @param has what there is of it, in words
 * @param lacks what a box that runs should have besides, in words
 */
public record Sighting(Uid uid, Life life, List<String> has, List<String> lacks) {

    /** In {@link #lacks}: everything is there, but not as the record says. */
    public static final String LIMITS = "limits";

    /** In {@link #lacks}: others of its project do not find it by it. */
    public static final String NAME = "name";

    private static final Set<String> ADJUSTABLE = Set.of(LIMITS, NAME);

    /** What became of its first process. */
    public enum Life {
        RUNS,
        /** Or it never had one. */
        ENDED,
        /** The machine was started since. */
        BEFORE_BOOT
    }

    public Sighting {
        has = List.copyOf(has);
        lacks = List.copyOf(lacks);
    }

    /** Whether it can have what it lacks while it runs. */
    public boolean isAdjustable() {
        return ADJUSTABLE.containsAll(lacks);
    }

    public boolean runs() {
        return life == Life.RUNS;
    }
}
