/**
 * What zomg says no with. Knows nothing of the model, so that everything may use it: one enum of
 * codes that is also the wire contract, one exception that a client may see.
 */
package zomg.error;
