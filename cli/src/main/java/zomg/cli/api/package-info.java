/** {@code zomg api}: every operation of the contract, as it is. */
package zomg.cli.api;
