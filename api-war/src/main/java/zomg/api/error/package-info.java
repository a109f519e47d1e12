/** How a refusal or a fault becomes a problem document, and the request id that it carries. */
package zomg.api.error;
