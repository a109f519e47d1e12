/** Who may come in: Host, Origin and token of every request, before anything else sees it. */
package zomg.api.security;
