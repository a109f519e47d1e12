/** Control groups, version 1 and 2, and the ends and pauses of the boxes in them. */
package zomg.linux.cgroup;
