#ifndef ZOMG_FILES_H
#define ZOMG_FILES_H

// Reads a plan from stdin and does one thing with the files of a box; the exit status of the program.
int files(void);

#endif
