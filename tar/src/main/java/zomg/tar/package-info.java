/**
 * Archives in the formats ustar and pax, read and written as streams in bounded memory. Names are
 * bytes and stay what they are.
 */
package zomg.tar;
