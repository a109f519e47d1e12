/** Projects over HTTP. */
package zomg.api.project;
