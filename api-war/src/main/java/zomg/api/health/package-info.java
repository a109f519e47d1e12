/** Health and metrics, for whoever watches the server. */
package zomg.api.health;
