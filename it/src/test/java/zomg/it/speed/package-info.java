/** Times what users wait for, beside what the kernel needs for it and what others take. */
package zomg.it.speed;
