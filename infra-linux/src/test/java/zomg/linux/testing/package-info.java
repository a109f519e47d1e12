/** Real parts for the tests of all adapters: file systems, root directories. */
package zomg.linux.testing;
