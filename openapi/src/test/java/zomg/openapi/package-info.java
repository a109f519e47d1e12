/** What a good contract is. */
package zomg.openapi;
