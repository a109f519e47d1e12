// Starting a box. Three processes, because mounts are only locked against the box's root if its mount namespace is a
// copy of one that a more privileged user namespace made:
//
//   runner   in the box's control groups; makes PID 1 with all namespaces but the mount one, maps its ids, makes the network on the host's side
//   builder  (hardened only) in the box's pid, net, ipc and cgroup namespaces, but with the host's credentials: builds
//            the tree in a mount namespace of its own, then joins the box's user namespace, copies the mount
//            namespace (now every mount is locked) and hands it to PID 1
//   PID 1    waits for that, becomes the box's root, gives up what it does not need, and execs
//
// A privileged box has no user namespace: its PID 1 builds the tree itself.

#include "start.h"

#include "cgroup.h"
#include "deadline.h"
#include "environment.h"
#include "failure.h"
#include "frames.h"
#include "identity.h"
#include "mounts.h"
#include "network.h"
#include "plan.h"
#include "process.h"
#include "seccomp.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
    START_SECONDS = 15,
    UNDO_MILLIS = 3000,
};

// What PID 1 is told, in any order
enum word { NETWORK_READY = 'n', MOUNTS_READY = 'm' };

struct start {
    const struct plan *plan;
    struct cgroup_view view;
    int userns;
    // Failures of the children, one `struct failure` each; its end means that both did what they had to
    int failures[2];
    // To PID 1: words, the second with a mount namespace
    int orders[2];
    pid_t init;
    int init_pidfd;
    pid_t builder;
    int builder_pidfd;
    bool link_made;
    uint64_t start_time;
};

static void close_both(int fds[2]) {
    for (int i = 0; i < 2; i++) {
        if (fds[i] >= 0) {
            close(fds[i]);
            fds[i] = -1;
        }
    }
}

static _Noreturn void give_up(struct start *start) {
    const struct failure *failure = failure_first();
    // A pipe without a reader: the runner is gone, and nobody is left to be told
    if (write(start->failures[1], failure, sizeof *failure) < 0) {
        _exit(2);
    }
    _exit(1);
}

static int send_word(int socket, enum word word, int fd) {
    char byte = (char)word;
    struct iovec part = {.iov_base = &byte, .iov_len = 1};
    union {
        char bytes[CMSG_SPACE(sizeof(int))];
        struct cmsghdr header;
    } control = {0};
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
    if (fd >= 0) {
        message.msg_control = control.bytes;
        message.msg_controllen = sizeof control.bytes;
        struct cmsghdr *header = CMSG_FIRSTHDR(&message);
        header->cmsg_level = SOL_SOCKET;
        header->cmsg_type = SCM_RIGHTS;
        header->cmsg_len = CMSG_LEN(sizeof fd);
        memcpy(CMSG_DATA(header), &fd, sizeof fd);
    }
    return sendmsg(socket, &message, MSG_NOSIGNAL) == 1 ? 0 : fail("order", NULL);
}

// The word, with its descriptor or -1 in *fd; -1 when everybody who could say one has ended
static int receive_word(int socket, int *fd) {
    char byte = 0;
    struct iovec part = {.iov_base = &byte, .iov_len = 1};
    union {
        char bytes[CMSG_SPACE(sizeof(int))];
        struct cmsghdr header;
    } control = {0};
    struct msghdr message = {
        .msg_iov = &part,
        .msg_iovlen = 1,
        .msg_control = control.bytes,
        .msg_controllen = sizeof control.bytes,
    };
    ssize_t count = recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
    if (count != 1) {
        return count < 0 ? fail("order", NULL) : fail_with("order", EPIPE, "the start was given up");
    }
    const struct cmsghdr *header = CMSG_FIRSTHDR(&message);
    *fd = -1;
    if (header != NULL && header->cmsg_type == SCM_RIGHTS && header->cmsg_len == CMSG_LEN(sizeof *fd)) {
        memcpy(fd, CMSG_DATA(header), sizeof *fd);
    }
    return byte;
}

// --- builder ---------------------------------------------------------------------------------------------------

static int build_and_hand_over(const struct start *start) {
    // Pid 1's own /proc shows the namespaces that are made below, and the box cannot have touched it
    int self = open("/proc/self/ns", O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (self < 0) {
        return fail("builder", "/proc/self/ns");
    }
    if (setns(start->init_pidfd, CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWCGROUP) < 0) {
        return fail("builder", "setns");
    }
    if (identity_make_files_as(start->plan->id_first) < 0 ||
        mounts_build(start->plan, &start->view, start->userns) < 0) {
        return -1;
    }
    if (setns(start->userns, CLONE_NEWUSER) < 0 || unshare(CLONE_NEWNS) < 0) {
        return fail("builder", "mount namespace of the box");
    }
    int mounts = openat(self, "mnt", O_RDONLY | O_CLOEXEC);
    if (mounts < 0) {
        return fail("builder", "/proc/self/ns/mnt");
    }
    return send_word(start->orders[0], MOUNTS_READY, mounts);
}

static _Noreturn void run_builder(struct start *start) {
    process_reset();
    prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    close(start->failures[0]);
    if (build_and_hand_over(start) < 0) {
        give_up(start);
    }
    _exit(0);
}

// --- PID 1 -----------------------------------------------------------------------------------------------------

static int wait_for_orders(const struct start *start, int *mounts) {
    bool network = false;
    *mounts = -1;
    while (!network || (start->plan->hardened && *mounts < 0)) {
        int fd;
        int word = receive_word(start->orders[1], &fd);
        if (word < 0) {
            return -1;
        }
        if (word == MOUNTS_READY) {
            *mounts = fd;
        } else {
            network = true;
            if (network_configure(&start->plan->network) < 0) {
                return -1;
            }
        }
    }
    return 0;
}

static int enter_tree(const struct start *start) {
    int mounts;
    if (!start->plan->hardened) {
        return mounts_build(start->plan, &start->view, -1) < 0 || wait_for_orders(start, &mounts) < 0 ? -1 : 0;
    }
    if (wait_for_orders(start, &mounts) < 0) {
        return -1;
    }
    return setns(mounts, CLONE_NEWNS) < 0 ? fail("init", "mount namespace") : 0;
}

static int write_environment(const struct plan *plan) {
    int root = open("/", O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (root < 0) {
        return fail("boxes_env", "/");
    }
    return environment_write(root, plan->boxes_env);
}

// Becoming somebody else cleared the signal: the runner may have ended in between
static int die_with_runner(const struct start *start) {
    struct pollfd reader = {.fd = start->failures[1]};
    prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    return poll(&reader, 1, 0) == 0 ? 0 : fail_with("init", EPIPE, "the runner has ended");
}

static int become_init(struct start *start, struct plan *plan) {
    static char path[] = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    static char home[] = "HOME=/root";
    if (enter_tree(start) < 0 || identity_become(0, 0, NULL, 0) < 0) {
        return -1;
    }
    if (die_with_runner(start) < 0) {
        return -1;
    }
    if (chdir("/") < 0 || sethostname(plan->hostname, strlen(plan->hostname)) < 0) {
        return fail("init", "hostname");
    }
    process_reset();
    if (write_environment(plan) < 0 || process_null_stdio() < 0) {
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

static _Noreturn void run_init(struct start *start, struct plan *plan) {
    process_reset();
    prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    setsid();
    close(start->failures[0]);
    close(start->orders[0]);
    become_init(start, plan);
    give_up(start);
}

// --- runner ----------------------------------------------------------------------------------------------------

static int make_init(struct start *start, struct plan *plan) {
    uint64_t flags = CLONE_NEWPID | CLONE_NEWNET | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWCGROUP;
    if (pipe2(start->failures, O_CLOEXEC) < 0 || socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, start->orders) < 0) {
        return fail("clone", "pipes");
    }
    start->init = process_clone(flags | (plan->hardened ? CLONE_NEWUSER : 0), -1, &start->init_pidfd);
    if (start->init < 0) {
        return fail("clone", NULL);
    }
    if (start->init == 0) {
        run_init(start, plan);
    }
    close(start->orders[1]);
    start->orders[1] = -1;
    return process_start_time(start->init, &start->start_time);
}

static int make_builder(struct start *start) {
    char path[48];
    snprintf(path, sizeof path, "/proc/%d/ns/user", (int)start->init);
    start->userns = open(path, O_RDONLY | O_CLOEXEC);
    // Only children change their pid namespace; a proc of the box's can be mounted by one of its processes alone
    if (start->userns < 0 || setns(start->init_pidfd, CLONE_NEWPID) < 0) {
        return fail("builder", "namespaces");
    }
    start->builder = process_clone(0, -1, &start->builder_pidfd);
    if (start->builder < 0) {
        return fail("builder", "clone");
    }
    if (start->builder == 0) {
        run_builder(start);
    }
    return 0;
}

// PID 1 has exec'd when the pipe ends without a failure and it is alive still
static int wait_for_exec(struct start *start) {
    struct failure failure;
    close_both(start->orders);
    close(start->failures[1]);
    start->failures[1] = -1;
    ssize_t count = deadline_read(start->failures[0], &failure, sizeof failure);
    if (count < 0) {
        return fail("wait", "PID 1");
    }
    if (count == sizeof failure) {
        failure_adopt(&failure);
        return -1;
    }
    if (process_has_ended(start->init_pidfd)) {
        return fail_with("init", ECHILD, "PID 1 ended at once");
    }
    return 0;
}

static int reap_builder(struct start *start) {
    int status;
    if (start->builder <= 0) {
        return 0;
    }
    if (deadline_wait(start->builder, &status) < 0) {
        return fail("builder", "wait");
    }
    start->builder = 0;
    return status == 0 ? 0 : fail_with("builder", ECHILD, "ended early");
}

static int run(struct start *start, struct plan *plan) {
    process_lose_oom_protection();
    if (cgroup_describe(plan, &start->view) < 0 || cgroup_join(plan) < 0 || make_init(start, plan) < 0) {
        return -1;
    }
    if (plan->hardened && (identity_map(start->init, plan->id_first) < 0 || make_builder(start) < 0)) {
        return -1;
    }
    if (plan->network.wanted && network_make(&plan->network, start->init, &start->link_made) < 0) {
        return -1;
    }
    if (send_word(start->orders[0], NETWORK_READY, -1) < 0 || wait_for_exec(start) < 0) {
        return -1;
    }
    return reap_builder(start);
}

static void kill_and_reap(pid_t pid, int pidfd) {
    int status;
    if (pid > 0) {
        syscall(SYS_pidfd_send_signal, pidfd, SIGKILL, NULL, 0);
        process_reap(pid, pidfd, UNDO_MILLIS, &status);
    }
}

static void undo(struct start *start) {
    // PID 1 cannot be reaped before the last process of its pid namespace is
    kill_and_reap(start->builder, start->builder_pidfd);
    kill_and_reap(start->init, start->init_pidfd);
    if (start->link_made) {
        network_remove(&start->plan->network);
    }
}

static int report_failure(void) {
    char text[512];
    size_t length = failure_status(failure_first(), text, sizeof text);
    frame_send(STDOUT_FILENO, CHANNEL_STATUS, text, length);
    return 1;
}

static int start_box(struct plan *plan) {
    struct start start = {
        .plan = plan,
        .userns = -1,
        .failures = {-1, -1},
        .orders = {-1, -1},
        .init_pidfd = -1,
        .builder_pidfd = -1,
    };
    char text[64];
    if (run(&start, plan) < 0) {
        undo(&start);
        return report_failure();
    }
    int size = snprintf(text, sizeof text, "%d %" PRIu64, (int)start.init, start.start_time);
    if (frame_send(STDOUT_FILENO, CHANNEL_STARTED, text, (size_t)size) < 0) {
        // Nobody knows of the box: it must not stay
        undo(&start);
        return 1;
    }
    return 0;
}

// Version 2 of control groups: a child born in the group is the runner from here on
static int start_box_from(int cgroup, struct plan *plan) {
    int pidfd;
    int status;
    pid_t pid = process_clone(0, cgroup, &pidfd);
    if (pid < 0) {
        fail("cgroup_join", plan->cgroups[0]);
        return report_failure();
    }
    if (pid == 0) {
        prctl(PR_SET_PDEATHSIG, SIGTERM, 0, 0, 0);
        deadline_begin(START_SECONDS);
        _exit(start_box(plan));
    }
    // Its own deadline ends it; ours passes on that somebody wants us to end
    if (deadline_wait(pid, &status) < 0) {
        syscall(SYS_pidfd_send_signal, pidfd, SIGTERM, NULL, 0);
        if (process_reap(pid, pidfd, 3 * UNDO_MILLIS, &status) < 0) {
            fail("runner", NULL);
            return report_failure();
        }
    }
    if (!WIFEXITED(status)) {
        fail_with("runner", ECHILD, "killed");
        return report_failure();
    }
    return WEXITSTATUS(status);
}

int start(void) {
    char *payload;
    size_t length;
    struct plan plan;
    int cgroup;
    deadline_begin(START_SECONDS);
    signal(SIGPIPE, SIG_IGN);
    if (frame_receive_plan(STDIN_FILENO, &payload, &length) < 0 ||
        plan_parse(&plan, PLAN_START, payload, length) < 0 || cgroup_open(&plan, &cgroup) < 0) {
        return report_failure();
    }
    return cgroup < 0 ? start_box(&plan) : start_box_from(cgroup, &plan);
}
