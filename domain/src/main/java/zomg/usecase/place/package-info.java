/** How many of a thing there may be at the same time. */
package zomg.usecase.place;
