/**
 * The server of this machine: {@code up}, {@code down}, {@code status}, {@code doctor}. They start
 * and end a process and look after its files; what the machine needs to run boxes is the server's
 * own work.
 */
package zomg.cli.local;
