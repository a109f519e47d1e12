/** Requests that are asked for again: what an Idempotency-Key names, and what it was answered. */
package zomg.model.request;
