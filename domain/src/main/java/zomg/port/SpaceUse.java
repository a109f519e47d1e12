package zomg.port;

import java.util.OptionalLong;
import java.util.Set;
import zomg.model.space.Disk;
import zomg.model.space.SpaceTaken;

/** How much room disks take, and who else has what is on them. */
public interface SpaceUse {

    /** Looks at all that is on the pool, step by step; whoever has it closes it. */
    interface Walk extends AutoCloseable {

        /**
         * Takes the next step, which is a short one. What is deleted meanwhile is none.
         *
         * @return whether there are more
         */
        boolean advance();

        /** How far it is: a guess that never goes back. */
        int percent();

        /** What was found, after the last step. */
        SpaceTaken taken();

        @Override
        void close();
    }

    /**
     * How many bytes count for the limit of a box or a data volume; a moment ago. Empty where
     * nothing is counted, and for other disks.
     */
    OptionalLong counted(Disk disk);

    /**
     * Looks at what these disks take together. What was written a moment ago may be missing.
     *
     * @param together some that are not there take nothing
     */
    Walk walk(Set<Disk> together);
}
