/** What commands take, as picocli has it: built by calls, so that none reads annotations. */
package zomg.cli.syntax;
