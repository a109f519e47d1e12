/**
 * Where things lie in the pool, and what boxes have there; shared by the stores and the engines.
 */
package zomg.linux.pool;
