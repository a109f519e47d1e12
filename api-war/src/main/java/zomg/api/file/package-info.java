/** Files of boxes over HTTP: bytes as they are, archives, and what directories hold. */
package zomg.api.file;
