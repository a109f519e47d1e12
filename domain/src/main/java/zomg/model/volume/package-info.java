/** Data volumes: disks of a project that boxes mount, apart from their roots. */
package zomg.model.volume;
