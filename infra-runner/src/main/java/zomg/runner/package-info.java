/** The other side of zomg-runner: its plans, its frames, and what is said in them. */
package zomg.runner;
