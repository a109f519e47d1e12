// Between the frames of a client and the pipes, or the terminal, of a process in a box.
#ifndef ZOMG_RELAY_H
#define ZOMG_RELAY_H

#include "journal.h"

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

// What a session's directory is watched by, blocked
#define RELAY_LOOK SIGIO

struct relay_process {
    pid_t pid; // also its process group
    pid_t inner_pid; // as the box counts
    int pidfd;
    bool terminal; // then input and output are that, each a descriptor of its own, and there is no error
    int input;     // the other ends of its stdin, stdout and stderr
    int output;
    int error;
};

// With whom the relay has to do
struct relay_client {
    // Of a client that is there from the beginning, whose end is the end of the process; it confirms by reading. Else -1
    int input;
    int output;
    // Or where it comes, and comes again with what it has already; the latest counts. Else -1
    int listener;
    int wait_millis; // for which the process waits for a client that is not there
    int limit_millis; // for which it may run; 0 for as long as it likes
    bool (*removed)(void); // asked at RELAY_LOOK: whether the session is being taken away
    size_t journal;
    // As soon as the process has; and, with how much it said, once all of that is in the journal
    void (*exited)(const char *status, const struct journal_offsets *said);
};

// Relays until the process has ended, its output is drained and its client knows. The exit status of the program.
int relay(const struct relay_client *client, const struct relay_process *process);

#endif
