/** Work that goes on after its request was answered: hand it over, look at it, call it off. */
package zomg.usecase.operation;
