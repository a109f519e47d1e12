/** How a server gets ready to run boxes, how it comes back after a crash, and how it goes down. */
package zomg.usecase.setup;
