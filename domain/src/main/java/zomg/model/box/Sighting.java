package zomg.model.box;

import java.util.List;
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

    public boolean runs() {
        return life == Life.RUNS;
    }
}
