/** The server itself over HTTP: what it is, how it gets ready, how it goes down. */
package zomg.api.setup;
