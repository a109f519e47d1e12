/**
 * What zomg needs from the world: the hexagon in one listing. Signatures carry JDK values, records
 * of the model and explicit streams only, so that an adapter can one day live in another process.
 */
package zomg.port;
