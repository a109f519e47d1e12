package zomg.port;

/** How much room the disks of boxes have, as it is just now. */
@FunctionalInterface
public interface Room {

    /**
     * Bytes, as files would take them.
     *
     * @param size of all of it
     * @param free what files can still take
     * @param metadataFree what is left for names, small files and the like; without any, nothing
     *     can be written however much is free
     * @param reserve what new boxes and bases leave free
     */
    record Sizes(long size, long free, long metadataFree, long reserve) {}

    /**
     * @throws zomg.error.Refusal ENGINE_UNAVAILABLE if it cannot be seen
     */
    Sizes look();
}
