/** btrfs subvolumes and quotas by ioctl; no program is run. */
package zomg.linux.btrfs;
