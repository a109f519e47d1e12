// A process on its way into a box, from the side of the runner, which stays outside.
#ifndef ZOMG_ENTRY_H
#define ZOMG_ENTRY_H

#include "log.h"
#include "newcomer.h"
#include "plan.h"
#include "relay.h"

#include <stdbool.h>
#include <sys/types.h>

struct entry {
    struct plan plan;
    int box; // pidfd of PID 1
    int reports[2];
    pid_t child;
    int child_pidfd;
    pid_t inner_pid;
    // What came with NEWCOMER_READY
    int pipes[NEWCOMER_PIPES];
    // Whether it has exec'd; else why not
    bool executed;
    struct failure not_executed;
};

// Reads the plan from standard input.
int entry_receive(struct entry *entry, enum plan_verb verb);
// Until the exec, or until only that failed.
int entry_start(struct entry *entry);
void entry_undo(struct entry *entry);

// As a shell would put it: a line on stderr, and a status. The exit status of the program.
int entry_report_not_executed(const struct entry *entry);

struct relay_process entry_process(const struct entry *entry);
// Of a process in the background.
struct log entry_log(const struct entry *entry);

#endif
