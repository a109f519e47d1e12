/** What every line of the log says besides its message. */
package zomg.api.log;
