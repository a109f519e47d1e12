// What every process that becomes one of a box has in common, whether PID 1 or one that enters later.
#ifndef ZOMG_PROCESS_H
#define ZOMG_PROCESS_H

#include "plan.h"

#include <stdint.h>
#include <sys/types.h>

// As fork, by clone3 with these flags, into the control group (version 2) if it is not -1; the child's pidfd goes to
// *pidfd.
pid_t process_clone(uint64_t flags, int cgroup, int *pidfd);

// Field 22 of /proc/PID/stat.
int process_start_time(pid_t pid, uint64_t *start_time);
int process_parse_start_time(const char *stat, uint64_t *start_time);

// True once the process of the pidfd has ended, reaped or not.
int process_has_ended(int pidfd);

// Reaps the child if it ends within this time; -1 if it does not.
int process_reap(pid_t pid, int pidfd, int patience_millis, int *status);

// A server protected from the OOM killer must not pass that on to boxes.
void process_lose_oom_protection(void);

// Default signal actions, no signal blocked, umask 022, the usual soft limit of open files.
void process_reset(void);

// Descriptors 0..2 become /dev/null.
int process_null_stdio(void);

// At the exec nothing above descriptor 2 survives.
int process_close_rest_at_exec(void);

#endif
