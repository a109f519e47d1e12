#ifndef ZOMG_RUN_H
#define ZOMG_RUN_H

// Runs another program behind the fence; ends it, and all that it started, when the server dies. The exit status is the
// program's, 128 + N if signal N ended it, RUN_FAILED with a line on stderr if it was not started.
int run(int fence, const char *server, char **arguments);

// Says on stderr why not.
int run_not_started(void);

enum { RUN_FAILED = 125 };

#endif
