package zomg.linux.btrfs;

/**
 * The room of one btrfs file system, in bytes as files would take it.
 *
 * @param size of all devices, by what one byte of data takes on them
 * @param dataFree what files can still take, if metadata takes nothing
 * @param metadataFree what metadata can still take, if data takes nothing
 */
public record Space(long size, long dataFree, long metadataFree) {}
