/** Who may do what: tokens and roles. Secrets are never here, only their hashes. */
package zomg.model.access;
