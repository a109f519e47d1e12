/** Who may come in. */
package zomg.usecase.access;
