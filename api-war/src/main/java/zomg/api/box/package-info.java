/** Boxes over HTTP: resources, and the wire records that alone know the JSON names. */
package zomg.api.box;
