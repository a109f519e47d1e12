/** How much room disks take. */
package zomg.model.space;
