/** What is mounted where. */
package zomg.linux.mount;
