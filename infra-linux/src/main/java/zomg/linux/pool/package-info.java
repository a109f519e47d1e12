/** Where things lie in the pool; shared by the stores and the local engine. */
package zomg.linux.pool;
