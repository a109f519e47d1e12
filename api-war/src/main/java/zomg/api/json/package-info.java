/**
 * JSON and parameters, strictly: requests are bound to wire records with everything that is wrong
 * gathered, answers are written from them. Knows no resource.
 */
package zomg.api.json;
