/** What can be done with boxes: one class for each verb. */
package zomg.usecase.box;
