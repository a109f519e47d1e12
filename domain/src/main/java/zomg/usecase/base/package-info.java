/** What can be done with bases. */
package zomg.usecase.base;
