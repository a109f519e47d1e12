/**
 * Programs that try to break an instance: kill it, feed it nonsense, race it, wear it out. Each is
 * run at length by a command of {@code bench}, and in short by a test.
 */
package zomg.it.harness;
