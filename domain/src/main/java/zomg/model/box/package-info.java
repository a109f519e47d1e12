/** Boxes and what they are made of. A value that exists is valid; nobody checks it again. */
package zomg.model.box;
