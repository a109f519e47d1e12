/**
 * The server in a world of which a seed decides everything: who asks for what, whose turn it is at
 * each call of a port, what fails, and when the server or the machine dies. What it promised is
 * looked up after each start.
 */
package zomg.simulation;
