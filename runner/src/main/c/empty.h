// Takes everything out of a directory, however deep it is, and on a full file system too: nothing is written.
#ifndef ZOMG_EMPTY_H
#define ZOMG_EMPTY_H

// Consumes the descriptor. Nobody else may be at work below it. `path` is for what is said of a failure.
int empty_directory(int directory, const char *path);

#endif
