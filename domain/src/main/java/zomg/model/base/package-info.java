/** Bases: read-only templates from which boxes start. */
package zomg.model.base;
