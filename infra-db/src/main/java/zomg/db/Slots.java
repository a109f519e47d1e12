package zomg.db;

import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.OptionalInt;
import zomg.error.ErrorCode;
import zomg.error.Refusal;

/**
 * Gives every box a number of its own: of the free ones the next after the last given, from the
 * start again after the highest.
 */
final class Slots {

    /** 0 is nobody's, 1 is of the box in which a base is built. */
    private static final int FIRST = 2;

    /** The ranges of 65,536 user ids from 2,000,000,000 up end below 2^32. */
    static final int LAST = 35_000;

    private static final int CHUNK = 100;

    private final int last;
    private int lastGiven;

    Slots(int last) {
        this.last = last;
    }

    synchronized int next(EntityManager rows) {
        if (lastGiven == 0) {
            lastGiven = highest(rows);
        }
        OptionalInt above = firstFree(rows, lastGiven + 1);
        OptionalInt free = above.isPresent() ? above : firstFree(rows, FIRST);
        lastGiven =
                free.orElseThrow(
                        () ->
                                new Refusal(
                                        ErrorCode.ENGINE_UNAVAILABLE,
                                        "all %d slots of this machine are taken; delete a box"
                                                .formatted(last - FIRST + 1)));
        return lastGiven;
    }

    private OptionalInt firstFree(EntityManager rows, int start) {
        int candidate = start;
        boolean more = true;
        while (more) {
            List<Integer> taken = takenFrom(rows, candidate);
            for (int slot : taken) {
                if (slot != candidate) {
                    break;
                }
                candidate++;
            }
            more = taken.size() == CHUNK && taken.getLast() == candidate - 1;
        }
        return candidate <= last ? OptionalInt.of(candidate) : OptionalInt.empty();
    }

    private static List<Integer> takenFrom(EntityManager rows, int start) {
        return rows.createQuery(
                        "select b.slot from BoxRow b where b.slot >= :start order by b.slot",
                        Integer.class)
                .setParameter("start", start)
                .setMaxResults(CHUNK)
                .getResultList();
    }

    private static int highest(EntityManager rows) {
        Integer highest =
                rows.createQuery("select max(b.slot) from BoxRow b", Integer.class)
                        .getSingleResult();
        return highest == null ? FIRST - 1 : highest;
    }
}
