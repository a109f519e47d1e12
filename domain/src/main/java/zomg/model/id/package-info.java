/** What identifies things for good: uids and the names people give. */
package zomg.model.id;
