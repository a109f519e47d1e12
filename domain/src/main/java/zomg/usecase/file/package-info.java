/** Files of a box, read and written from outside. */
package zomg.usecase.file;
