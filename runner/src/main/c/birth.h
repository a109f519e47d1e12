// A box that comes into being, and the two processes that the runner makes for it. See start.c.
#ifndef ZOMG_BIRTH_H
#define ZOMG_BIRTH_H

#include "cgroup.h"
#include "plan.h"

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

// What PID 1 is told, in any order
enum word { NETWORK_READY = 'n', MOUNTS_READY = 'm' };

struct birth {
    const struct plan *plan;
    struct cgroup_view view;
    int userns;
    // Failures of the children, one `struct failure` each; its end means that both did what they had to
    int failures[2];
    bool told; // one has been read
    // To PID 1: words, the second with a mount namespace
    int orders[2];
    pid_t init;
    int init_pidfd;
    pid_t builder;
    int builder_pidfd;
    bool link_made;
    uint64_t start_time;
};

// Neither returns: success is the end of the builder, or the exec of PID 1; a failure goes to the pipe.
_Noreturn void birth_run_builder(struct birth *birth);
_Noreturn void birth_run_init(struct birth *birth, struct plan *plan);

#endif
