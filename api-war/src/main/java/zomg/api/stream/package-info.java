/** Answers that go on and on. */
package zomg.api.stream;
