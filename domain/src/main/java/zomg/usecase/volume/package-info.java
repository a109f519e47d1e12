/** What can be done with data volumes. */
package zomg.usecase.volume;
