/** Control groups, version 1 and 2. */
package zomg.linux.cgroup;
