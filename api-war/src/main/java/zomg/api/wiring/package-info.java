/** Settings are read here, adapters are chosen here, and nowhere else. */
package zomg.api.wiring;
