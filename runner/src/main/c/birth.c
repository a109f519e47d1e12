// The two processes that the runner makes for a box: the builder of its mounts, and its PID 1.

#include "birth.h"

#include "environment.h"
#include "failure.h"
#include "identity.h"
#include "message.h"
#include "mounts.h"
#include "network.h"
#include "process.h"
#include "seccomp.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

static _Noreturn void give_up(struct birth *birth) {
    const struct failure *failure = failure_first();
    // A pipe without a reader: the runner is gone, and nobody is left to be told
    if (write(birth->failures[1], failure, sizeof *failure) < 0) {
        _exit(2);
    }
    _exit(1);
}

static int build_and_hand_over(const struct birth *birth) {
    // Of the host's /proc, while it is in sight: the box's may be anywhere, /proc is a name in its root
    int self = open("/proc/self/ns", O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (self < 0) {
        return fail("builder", "/proc/self/ns");
    }
    if (setns(birth->init_pidfd, CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWCGROUP) < 0) {
        return fail("builder", "setns");
    }
    if (identity_make_files_as(birth->plan->id_first) < 0 ||
        mounts_build(birth->plan, &birth->view, birth->userns) < 0) {
        return -1;
    }
    if (setns(birth->userns, CLONE_NEWUSER) < 0 || unshare(CLONE_NEWNS) < 0) {
        return fail("builder", "mount namespace of the box");
    }
    int mounts = openat(self, "mnt", O_RDONLY | O_CLOEXEC);
    if (mounts < 0) {
        return fail("builder", "/proc/self/ns/mnt");
    }
    static const char word = MOUNTS_READY;
    return message_send(birth->orders[0], &word, sizeof word, &mounts, 1) < 0 ? fail("builder", "send") : 0;
}

_Noreturn void birth_run_builder(struct birth *birth) {
    process_reset();
    prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    close(birth->failures[0]);
    if (build_and_hand_over(birth) < 0) {
        give_up(birth);
    }
    _exit(0);
}

static int wait_for_orders(const struct birth *birth, int *mounts) {
    bool network = false;
    *mounts = -1;
    while (!network || (birth->plan->hardened && *mounts < 0)) {
        char word;
        int received = message_receive(birth->orders[1], &word, sizeof word, mounts, 1);
        if (received <= 0) {
            return received < 0 ? fail("order", NULL) : fail_with("order", EPIPE, "the start was given up");
        }
        if (word == NETWORK_READY) {
            network = true;
            if (network_configure(&birth->plan->network) < 0) {
                return -1;
            }
        }
    }
    return 0;
}

static int enter_tree(const struct birth *birth) {
    int mounts;
    if (!birth->plan->hardened) {
        return mounts_build(birth->plan, &birth->view, -1) < 0 || wait_for_orders(birth, &mounts) < 0 ? -1 : 0;
    }
    if (wait_for_orders(birth, &mounts) < 0) {
        return -1;
    }
    return setns(mounts, CLONE_NEWNS) < 0 ? fail("init", "mount namespace") : 0;
}

static int source_environment(void) {
    int root = open("/", O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (root < 0) {
        return fail("bashrc", "/");
    }
    return environment_source(root);
}

// Becoming somebody else cleared the signal: the runner may have ended in between
static int die_with_runner(const struct birth *birth) {
    struct pollfd reader = {.fd = birth->failures[1]};
    prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    return poll(&reader, 1, 0) == 0 ? 0 : fail_with("init", EPIPE, "the runner has ended");
}

static int become_init(struct birth *birth, struct plan *plan) {
    static char path[] = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    static char home[] = "HOME=/root";
    if (enter_tree(birth) < 0 || identity_become(0, 0, NULL, 0) < 0 || die_with_runner(birth) < 0) {
        return -1;
    }
    if (chdir("/") < 0 || sethostname(plan->hostname, strlen(plan->hostname)) < 0) {
        return fail("init", "hostname");
    }
    process_reset();
    if (source_environment() < 0 || process_null_stdio() < 0) {
        return -1;
    }
    if (plan->hardened && (identity_drop_capabilities() < 0 || seccomp_install() < 0)) {
        return -1;
    }
    plan_default(plan, path);
    plan_default(plan, home);
    if (process_close_rest_at_exec() < 0) {
        return -1;
    }
    prctl(PR_SET_PDEATHSIG, 0, 0, 0, 0);
    execve(plan->arguments[0], plan->arguments, plan->environment);
    return fail("exec", plan->arguments[0]);
}

_Noreturn void birth_run_init(struct birth *birth, struct plan *plan) {
    process_reset();
    prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    setsid();
    close(birth->failures[0]);
    close(birth->orders[0]);
    become_init(birth, plan);
    give_up(birth);
}
