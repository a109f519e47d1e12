/** Files in boxes: where they are and what they are. */
package zomg.model.file;
