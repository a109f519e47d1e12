/**
 * Roots and bases as subvolumes of one btrfs pool. What is on disk is named by uid, never by name.
 */
package zomg.btrfs;
