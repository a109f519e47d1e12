/** Commands in boxes: what is asked for and what became of it. */
package zomg.model.exec;
