/**
 * Records in H2 or PostgreSQL by JPA. Rows are ours alone: nothing outside sees them, and what they
 * hold is turned into values of the model on the way out. No rule of the domain is in here.
 */
package zomg.db;
