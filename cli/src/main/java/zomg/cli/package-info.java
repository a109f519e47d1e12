/**
 * The {@code zomg} command. It knows the server by its contract only: the package {@code client}
 * and the operations of {@code zomg api} are made from openapi/zomg.yaml at build time.
 */
package zomg.cli;
