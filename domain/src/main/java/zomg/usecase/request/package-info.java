/** Answering a request that is asked for again. */
package zomg.usecase.request;
