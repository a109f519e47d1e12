/** Work that outlives the request that asked for it. */
package zomg.model.operation;
