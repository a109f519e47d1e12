#include "box.h"

#include "cgroup.h"
#include "failure.h"
#include "identity.h"
#include "pod_place.h"
#include "process.h"

#include <errno.h>
#include <sched.h>
#include <stdio.h>
#include <sys/pidfd.h>
#include <sys/stat.h>
#include <unistd.h>

static int same_user_namespace(pid_t pid, bool *same) {
    char path[48];
    struct stat ours;
    struct stat theirs;
    snprintf(path, sizeof path, "/proc/%d/ns/user", (int)pid);
    if (stat("/proc/self/ns/user", &ours) < 0 || stat(path, &theirs) < 0) {
        return fail("isolation", path);
    }
    *same = ours.st_dev == theirs.st_dev && ours.st_ino == theirs.st_ino;
    return 0;
}

// The pidfd is opened first: if the process has the expected start time after that, it is the pidfd's
int box_open(const struct plan *plan, int *box) {
    uint64_t start_time;
    if (plan->in_pod && pod_wait() < 0) {
        return -1;
    }
    *box = pidfd_open(plan->pid, 0);
    if (*box < 0) {
        return fail("pidfd", NULL);
    }
    if (plan->in_pod) {
        return 0; // its end would be ours
    }
    if (process_start_time(plan->pid, &start_time) < 0) {
        return -1;
    }
    if (start_time != plan->start_time || process_has_ended(*box)) {
        return fail_with("identity", ESRCH, "the process is not the box's");
    }
    return 0;
}

int box_find(const struct plan *plan, int *box) {
    bool same;
    if (box_open(plan, box) < 0) {
        return -1;
    }
    // A wrong word here would put the host's root into a hardened box
    if (same_user_namespace(plan->pid, &same) < 0) {
        return -1;
    }
    return same == plan->hardened ? fail_with("isolation", EINVAL, "not the box's level") : 0;
}

int box_join(const struct plan *plan, int box) {
    int namespaces = CLONE_NEWNS | CLONE_NEWNET | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWCGROUP;
    int root = plan->in_pod ? pod_open_root() : -1;
    if ((plan->in_pod && root < 0) || cgroup_join(plan) < 0) {
        return -1;
    }
    if (setns(box, namespaces | (plan->hardened ? CLONE_NEWUSER : 0)) < 0) {
        return fail("setns", NULL);
    }
    close(box);
    if (plan->in_pod && pod_become_root(root) < 0) {
        return -1;
    }
    // The host's root has no id in there and could not even make a file
    return identity_become(0, 0, NULL, 0);
}
