// The box that a plan names, as the host has it: found by pid and start time, joined by its pidfd.
#ifndef ZOMG_BOX_H
#define ZOMG_BOX_H

#include "plan.h"

// *box becomes the pidfd of its PID 1.
int box_open(const struct plan *plan, int *box);

// And only if it has the level of isolation that the plan says.
int box_find(const struct plan *plan, int *box);

// Joins its control groups and every namespace but that of pids, which is for who is born there; becomes its root, and
// closes `box`.
int box_join(const struct plan *plan, int box);

#endif
