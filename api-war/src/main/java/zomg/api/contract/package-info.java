/** Last touches to the contract that is generated from the resources. */
package zomg.api.contract;
