// The process that enters a box: the child of the runner until its exec. See enter.c.
#ifndef ZOMG_NEWCOMER_H
#define ZOMG_NEWCOMER_H

#include "failure.h"
#include "plan.h"

#include <sys/types.h>

enum newcomer_kind { NEWCOMER_READY = 1, NEWCOMER_NOT_EXECUTED = 2, NEWCOMER_FAILED = 3 };

// What the runner hears of it. The end of the socket after a NEWCOMER_READY means that it has exec'd.
struct newcomer_report {
    enum newcomer_kind kind;
    pid_t pid; // as the box counts
    struct failure failure;
};

// With NEWCOMER_READY come the other ends of its stdin, stdout and stderr, or that of its terminal; of a process in the
// background that of its output, its log, and the directory that this is in.
enum { NEWCOMER_PIPES = 3 };
enum { NEWCOMER_OUTPUT, NEWCOMER_LOG, NEWCOMER_DIRECTORY };

// Never returns. `box` is the pidfd of the box's PID 1, whose pid namespace the caller is in.
_Noreturn void newcomer_run(struct plan *plan, int box, int reports);

#endif
