/**
 * Every port in memory: small models that pass the contracts, with failures that can be asked for.
 */
package zomg.memory;
