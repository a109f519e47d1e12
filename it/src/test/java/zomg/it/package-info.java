/**
 * The packaged server and command as their users meet them. One instance of its own for all tests,
 * beside whatever runs on the machine; each test makes its own boxes.
 */
package zomg.it;
