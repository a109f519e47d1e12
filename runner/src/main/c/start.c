// Starting a box. Three processes, because mounts are only locked against the box's root if its mount namespace is a
// copy of one that a more privileged user namespace made:
//
//   runner   (a child of the program) in the box's control groups: makes PID 1 with all namespaces but the mount one,
//            maps its ids, makes the network on the host's side
//   builder  (hardened only) in the box's pid, net, ipc and cgroup namespaces, but with the host's credentials: builds
//            the tree in a mount namespace of its own, then joins the box's user namespace, copies the mount
//            namespace (now every mount is locked) and hands it to PID 1
//   PID 1    waits for that, becomes the box's root, gives up what it does not need, and execs
//
// A privileged box has no user namespace: its PID 1 builds the tree itself.

#include "start.h"

#include "birth.h"
#include "cgroup.h"
#include "deadline.h"
#include "failure.h"
#include "frames.h"
#include "identity.h"
#include "message.h"
#include "network.h"
#include "plan.h"
#include "process.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
    START_SECONDS = 15,
    UNDO_MILLIS = 3000,
};

static void close_both(int fds[2]) {
    for (int i = 0; i < 2; i++) {
        if (fds[i] >= 0) {
            close(fds[i]);
            fds[i] = -1;
        }
    }
}

static int make_init(struct birth *birth, struct plan *plan) {
    uint64_t flags = CLONE_NEWPID | CLONE_NEWNET | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWCGROUP;
    if (pipe2(birth->failures, O_CLOEXEC) < 0 || message_pair(birth->orders) < 0) {
        return fail("clone", "pipes");
    }
    birth->init = process_clone(flags | (plan->hardened ? CLONE_NEWUSER : 0), -1, &birth->init_pidfd);
    if (birth->init < 0) {
        return fail("clone", NULL);
    }
    if (birth->init == 0) {
        birth_run_init(birth, plan);
    }
    close(birth->orders[1]);
    birth->orders[1] = -1;
    return process_start_time(birth->init, &birth->start_time);
}

static int make_builder(struct birth *birth) {
    char path[48];
    snprintf(path, sizeof path, "/proc/%d/ns/user", (int)birth->init);
    birth->userns = open(path, O_RDONLY | O_CLOEXEC);
    // Only children change their pid namespace; a proc of the box's can be mounted by one of its processes alone
    if (birth->userns < 0 || setns(birth->init_pidfd, CLONE_NEWPID) < 0) {
        return fail("builder", "namespaces");
    }
    birth->builder = process_clone(0, -1, &birth->builder_pidfd);
    if (birth->builder < 0) {
        return fail("builder", "clone");
    }
    if (birth->builder == 0) {
        birth_run_builder(birth);
    }
    return 0;
}

// PID 1 has exec'd when the pipe ends without a failure and it is alive still
static int wait_for_exec(struct birth *birth) {
    struct failure failure;
    close_both(birth->orders);
    close(birth->failures[1]);
    birth->failures[1] = -1;
    ssize_t count = deadline_read(birth->failures[0], &failure, sizeof failure);
    if (count < 0) {
        return fail("wait", "PID 1");
    }
    if (count == sizeof failure) {
        failure_adopt(&failure);
        birth->told = true;
        return -1;
    }
    if (process_has_ended(birth->init_pidfd)) {
        return fail_with("init", ECHILD, "PID 1 ended at once");
    }
    return 0;
}

static int reap_builder(struct birth *birth) {
    int status;
    if (birth->builder <= 0) {
        return 0;
    }
    if (deadline_wait(birth->builder, &status) < 0) {
        return fail("builder", "wait");
    }
    birth->builder = 0;
    return status == 0 ? 0 : fail_with("builder", ECHILD, "ended early");
}

static int run(struct birth *birth, struct plan *plan) {
    process_lose_oom_protection();
    if (cgroup_describe(plan, &birth->view) < 0 || cgroup_join(plan) < 0 || make_init(birth, plan) < 0) {
        return -1;
    }
    if (plan->hardened && (identity_map(birth->init, plan->id_first) < 0 || make_builder(birth) < 0)) {
        return -1;
    }
    if (plan->network.wanted && network_make(&plan->network, birth->init, &birth->link_made) < 0) {
        return -1;
    }
    // If PID 1 has ended already, the wait finds out why
    static const char word = NETWORK_READY;
    message_send(birth->orders[0], &word, sizeof word, NULL, 0);
    return wait_for_exec(birth) < 0 ? -1 : reap_builder(birth);
}

static void kill_and_reap(pid_t pid, int pidfd) {
    int status;
    if (pid > 0) {
        syscall(SYS_pidfd_send_signal, pidfd, SIGKILL, NULL, 0);
        process_reap(pid, pidfd, UNDO_MILLIS, &status);
    }
}

// A step of ours may have failed only because a child had failed before: then its reason is the better one
static void adopt_earlier_failure(const struct birth *birth) {
    struct failure failure;
    if (!birth->told && birth->failures[0] >= 0 && fcntl(birth->failures[0], F_SETFL, O_NONBLOCK) == 0 &&
        read(birth->failures[0], &failure, sizeof failure) == sizeof failure) {
        failure_forget();
        failure_adopt(&failure);
    }
}

static void undo(struct birth *birth) {
    // PID 1 cannot be reaped before the last process of its pid namespace is
    kill_and_reap(birth->builder, birth->builder_pidfd);
    kill_and_reap(birth->init, birth->init_pidfd);
    if (birth->link_made) {
        network_remove(&birth->plan->network);
    }
}

static int start_box(struct plan *plan) {
    struct birth birth = {
        .plan = plan,
        .userns = -1,
        .failures = {-1, -1},
        .orders = {-1, -1},
        .init_pidfd = -1,
        .builder_pidfd = -1,
    };
    char text[64];
    if (run(&birth, plan) < 0) {
        adopt_earlier_failure(&birth);
        undo(&birth);
        frame_send_failure(STDOUT_FILENO);
        return 1;
    }
    int size = snprintf(text, sizeof text, "%d %" PRIu64, (int)birth.init, birth.start_time);
    if (frame_send(STDOUT_FILENO, CHANNEL_STARTED, text, (size_t)size) < 0) {
        // Nobody knows of the box: it must not stay
        undo(&birth);
        return 1;
    }
    return 0;
}

// The work is done by a child, which takes everything back when we are killed, and which (version 2 of control groups)
// is born in the box's group.
static int start_by_child(int cgroup, struct plan *plan) {
    int pidfd;
    int status;
    pid_t parent = getpid();
    pid_t pid = process_clone(0, cgroup, &pidfd);
    if (pid < 0) {
        return fail("clone", "runner");
    }
    if (pid == 0) {
        deadline_begin(START_SECONDS);
        prctl(PR_SET_PDEATHSIG, SIGTERM, 0, 0, 0);
        _exit(getppid() == parent ? start_box(plan) : 1);
    }
    // Its own deadline ends it; ours passes on that somebody wants us to end
    if (deadline_wait(pid, &status) < 0) {
        syscall(SYS_pidfd_send_signal, pidfd, SIGTERM, NULL, 0);
        if (process_reap(pid, pidfd, 3 * UNDO_MILLIS, &status) < 0) {
            return fail("runner", "does not end");
        }
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : fail_with("runner", ECHILD, "killed");
}

int start(void) {
    char *payload;
    size_t length;
    struct plan plan;
    int cgroup;
    int status = -1;
    deadline_begin(START_SECONDS);
    signal(SIGPIPE, SIG_IGN);
    if (frame_receive_plan(STDIN_FILENO, &payload, &length) == 0 &&
        plan_parse(&plan, PLAN_START, payload, length) == 0 && cgroup_open(&plan, &cgroup) == 0) {
        status = start_by_child(cgroup, &plan);
    }
    if (status < 0) {
        frame_send_failure(STDOUT_FILENO);
        return 1;
    }
    return status;
}
