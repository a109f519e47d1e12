/** Projects: what groups boxes. */
package zomg.model.project;
