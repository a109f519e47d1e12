#ifndef ZOMG_ENTER_H
#define ZOMG_ENTER_H

// Reads a plan from stdin, runs a process in a box, relays its streams as frames; the exit status of the program.
int enter(void);

#endif
