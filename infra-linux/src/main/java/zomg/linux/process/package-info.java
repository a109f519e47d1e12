/** Programs and processes of this machine. */
package zomg.linux.process;
