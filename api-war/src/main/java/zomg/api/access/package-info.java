/** Ways in. */
package zomg.api.access;
