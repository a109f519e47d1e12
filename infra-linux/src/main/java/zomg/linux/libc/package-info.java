/** The C library through the foreign function API; the only package that imports it. */
package zomg.linux.libc;
