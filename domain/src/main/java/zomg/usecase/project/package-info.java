/** What can be done with projects. */
package zomg.usecase.project;
