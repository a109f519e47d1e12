// No step of a start may last for ever: after the deadline, or a signal that asks us to end, blocking calls give up.
#ifndef ZOMG_DEADLINE_H
#define ZOMG_DEADLINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

void deadline_begin(unsigned seconds);
// Switches the clock off; an ending asked for by a signal stays.
void deadline_end(void);
// Opens a descriptor by which they come from now on: SIGTERM, SIGINT, SIGHUP, and one more if it is not 0.
int deadline_signals(int more);
// Milliseconds of a clock that only goes forward.
int64_t deadline_now(void);
// Zero, or ETIMEDOUT, or ECANCELED.
int deadline_passed(void);

// As read and waitpid, but through interruptions until the deadline.
ssize_t deadline_read(int fd, void *bytes, size_t size);
pid_t deadline_wait(pid_t pid, int *status);

#endif
