#ifndef ZOMG_START_H
#define ZOMG_START_H

// Reads a plan from stdin, starts the box, reports on stdout; the exit status of the program.
int start(void);

#endif
