/** What happened, over HTTP: as a stream while it happens, and in pages afterwards. */
package zomg.api.journal;
