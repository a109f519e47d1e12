// Between the frames of the client and the pipes of a process in a box.
#ifndef ZOMG_RELAY_H
#define ZOMG_RELAY_H

#include <stdbool.h>
#include <sys/types.h>

struct relay_process {
    pid_t pid; // also its process group
    int pidfd;
    bool terminal; // then input and output are that, each a descriptor of its own, and there is no error
    int input;     // the other ends of its stdin, stdout and stderr
    int output;
    int error;
};

// Relays until the process has ended and its output is drained; sends the final status. The exit status of the program.
int relay(int input, int output, const struct relay_process *process);

#endif
