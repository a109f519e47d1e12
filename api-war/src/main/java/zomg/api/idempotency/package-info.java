/** The Idempotency-Key header: changing requests that may be sent again. */
package zomg.api.idempotency;
