// Entering a box. The runner stays outside, in its own namespaces and control groups, and relays. Its child, in the
// box's pid namespace from birth, joins everything else, becomes the user, and execs.

#include "enter.h"

#include "accounts.h"
#include "cgroup.h"
#include "deadline.h"
#include "failure.h"
#include "frames.h"
#include "identity.h"
#include "plan.h"
#include "process.h"
#include "relay.h"
#include "seccomp.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/close_range.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
    ENTER_SECONDS = 15,
    UNDO_MILLIS = 3000,
    NOT_FOUND = 127,
    NOT_EXECUTABLE = 126,
};

// Descriptors of the child that must survive until the exec, at fixed places above the standard ones
enum { REPORTS = 3, BOX = 4, FIRST_UNUSED = 5 };

enum kind { READY = 1, NOT_EXECUTED = 2, FAILED = 3 };

struct report {
    enum kind kind;
    pid_t pid; // as the box counts
    struct failure failure;
};

// The parent's ends of the pipes
enum { PIPES = 3 };

struct entry {
    struct plan *plan;
    int box; // pidfd of PID 1
    int reports[2];
    pid_t child;
    int child_pidfd;
    pid_t inner_pid;
    int pipes[PIPES];
};

// --- the child -------------------------------------------------------------------------------------------------

static void send_report(const struct report *report, const int *fds) {
    struct iovec part = {.iov_base = (void *)(uintptr_t)report, .iov_len = sizeof *report};
    union {
        char bytes[CMSG_SPACE(PIPES * sizeof(int))];
        struct cmsghdr header;
    } control = {0};
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
    if (fds != NULL) {
        message.msg_control = control.bytes;
        message.msg_controllen = sizeof control.bytes;
        struct cmsghdr *header = CMSG_FIRSTHDR(&message);
        header->cmsg_level = SOL_SOCKET;
        header->cmsg_type = SCM_RIGHTS;
        header->cmsg_len = CMSG_LEN(PIPES * sizeof(int));
        memcpy(CMSG_DATA(header), fds, PIPES * sizeof(int));
    }
    if (sendmsg(REPORTS, &message, MSG_NOSIGNAL) < 0) {
        _exit(2); // the runner is gone
    }
}

static _Noreturn void give_up(enum kind kind) {
    const struct report report = {.kind = kind, .pid = getpid(), .failure = *failure_first()};
    send_report(&report, NULL);
    _exit(NOT_FOUND);
}

// Whatever else the runner has open on the host's side must not be within reach of what is in the box
static int keep_only_ours(const struct entry *entry) {
    int reports = fcntl(entry->reports[1], F_DUPFD_CLOEXEC, FIRST_UNUSED);
    int box = fcntl(entry->box, F_DUPFD_CLOEXEC, FIRST_UNUSED);
    if (reports < 0 || box < 0 || process_null_stdio() < 0 || dup3(reports, REPORTS, O_CLOEXEC) < 0 ||
        dup3(box, BOX, O_CLOEXEC) < 0 || close_range(FIRST_UNUSED, UINT_MAX, 0) < 0) {
        return fail("descriptors", NULL);
    }
    return 0;
}

static int join_box(const struct plan *plan) {
    int namespaces = CLONE_NEWNS | CLONE_NEWNET | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWCGROUP;
    if (cgroup_join(plan) < 0) {
        return -1;
    }
    if (setns(BOX, namespaces | (plan->hardened ? CLONE_NEWUSER : 0)) < 0) {
        return fail("setns", NULL);
    }
    close(BOX);
    // The host's root has no id in there and could not even make a file
    return identity_become(0, 0, NULL, 0);
}

static int find_account(const struct plan *plan, struct account *account) {
    int root = open("/", O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (root < 0) {
        return fail("user", "/");
    }
    int result = accounts_lookup(root, plan->user == NULL ? "root" : plan->user, account);
    close(root);
    return result;
}

static int add_defaults(struct plan *plan, const struct account *account, const char *name) {
    static char path[] = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    const char *const values[][2] = {
        {"HOME", account->home[0] == '\0' ? "/" : account->home},
        {"USER", name},
        {"LOGNAME", name},
        {"SHELL", account->shell[0] == '\0' ? "/bin/sh" : account->shell},
    };
    for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
        char *assignment;
        if (asprintf(&assignment, "%s=%s", values[i][0], values[i][1]) < 0) {
            return fail("environment", "memory");
        }
        plan_default(plan, assignment);
    }
    plan_default(plan, path);
    return 0;
}

// A directory that is reached is not enough: it must be below the box's root
static int change_directory(const struct plan *plan, const struct account *account) {
    char where[PATH_MAX];
    if (plan->cwd != NULL) {
        if (chdir(plan->cwd) < 0) {
            return fail("cwd", plan->cwd);
        }
    } else if ((account->home[0] != '/' || chdir(account->home) < 0) && chdir("/") < 0) {
        return fail("cwd", "/");
    }
    if (syscall(SYS_getcwd, where, sizeof where) < 0) {
        return fail("cwd", "getcwd");
    }
    return where[0] == '/' ? 0 : fail_with("cwd", EXDEV, where);
}

// The log of a background process. Its directories are in /tmp, where any user of the box may have been first: no link
// is followed, and a file that somebody else prepared is refused.
static int open_log(const struct account *account) {
    char name[32];
    struct stat seen;
    int directory = open("/tmp", O_PATH | O_DIRECTORY | O_CLOEXEC);
    static const char *const parts[] = {"boxes", "exec"};
    for (size_t i = 0; i < 2 && directory >= 0; i++) {
        if (mkdirat(directory, parts[i], 0755) < 0 && errno != EEXIST) {
            return fail("log", parts[i]);
        }
        int below = openat(directory, parts[i], O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        close(directory);
        directory = below;
    }
    if (directory < 0) {
        return fail("log", "/tmp/boxes/exec");
    }
    snprintf(name, sizeof name, "%d.log", (int)getpid());
    int log = openat(directory, name, O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC, 0600);
    close(directory);
    if (log < 0 || fstat(log, &seen) < 0) {
        return fail("log", name);
    }
    if (!S_ISREG(seen.st_mode) || seen.st_nlink != 1 || (seen.st_uid != 0 && seen.st_uid != account->uid)) {
        return fail_with("log", EEXIST, name);
    }
    if (fchown(log, account->uid, account->gid) < 0 || fcntl(log, F_SETFL, O_APPEND) < 0) {
        return fail("log", name);
    }
    return log;
}

static int connect_log(int log) {
    int null = open("/dev/null", O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (null < 0 || dup2(null, STDIN_FILENO) < 0 || dup2(log, STDOUT_FILENO) < 0 || dup2(log, STDERR_FILENO) < 0) {
        return fail("stdio", NULL);
    }
    close(null);
    close(log);
    return 0;
}

// Made by the user, so that they are the user's: /dev/stdout can be opened anew only by who owns the pipe
static int connect_pipes(int parents[PIPES]) {
    int pipes[PIPES][2];
    for (int i = 0; i < PIPES; i++) {
        if (pipe2(pipes[i], O_CLOEXEC) < 0) {
            return fail("stdio", "pipe");
        }
    }
    for (int i = 0; i < PIPES; i++) {
        int own = i == STDIN_FILENO ? 0 : 1;
        if (dup2(pipes[i][own], i) < 0) {
            return fail("stdio", "pipe");
        }
        close(pipes[i][own]);
        parents[i] = pipes[i][1 - own];
    }
    return 0;
}

static _Noreturn void execute(struct plan *plan) {
    environ = plan->environment;
    if (process_close_rest_at_exec() < 0) {
        give_up(FAILED);
    }
    execvpe(plan->arguments[0], plan->arguments, plan->environment);
    fail("exec", plan->arguments[0]);
    give_up(NOT_EXECUTED);
}

static int become_user(struct plan *plan, struct account *account, int *log) {
    if (find_account(plan, account) < 0 || add_defaults(plan, account, plan->user == NULL ? "root" : plan->user) < 0) {
        return -1;
    }
    *log = plan->background ? open_log(account) : -1;
    if (plan->background && *log < 0) {
        return -1;
    }
    if (plan->hardened && (identity_drop_capabilities() < 0 || seccomp_install() < 0)) {
        return -1;
    }
    if (identity_become(account->uid, account->gid, account->groups, account->group_count) < 0) {
        return -1;
    }
    // Until the exec, memory and descriptors of the runner are nobody's business; becoming the user has allowed it again
    return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) < 0 ? fail("dumpable", NULL) : change_directory(plan, account);
}

// A background process shall be a child of the box's PID 1: its parent, a process of the box, ends before it
static int detach(void) {
    pid_t pid = fork();
    if (pid < 0) {
        return fail("fork", NULL);
    }
    if (pid > 0) {
        _exit(0);
    }
    return 0;
}

static int enter_box(struct entry *entry, struct report *ready, int pipes[PIPES]) {
    static struct account account;
    struct plan *plan = entry->plan;
    int log;
    if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) < 0 || keep_only_ours(entry) < 0 || join_box(plan) < 0 ||
        (plan->background && detach() < 0)) {
        return -1;
    }
    setsid();
    ready->pid = getpid();
    if (become_user(plan, &account, &log) < 0) {
        return -1;
    }
    return plan->background ? connect_log(log) : connect_pipes(pipes);
}

static _Noreturn void run_child(struct entry *entry) {
    struct report ready = {.kind = READY};
    int pipes[PIPES];
    process_reset();
    if (enter_box(entry, &ready, pipes) < 0) {
        give_up(FAILED);
    }
    if (entry->plan->background) {
        send_report(&ready, NULL);
    } else {
        send_report(&ready, pipes);
    }
    execute(entry->plan);
}

// --- the runner ------------------------------------------------------------------------------------------------

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
static int find_box(struct entry *entry) {
    const struct plan *plan = entry->plan;
    uint64_t start_time;
    bool same;
    entry->box = pidfd_open(plan->pid, 0);
    if (entry->box < 0) {
        return fail("pidfd", NULL);
    }
    if (process_start_time(plan->pid, &start_time) < 0) {
        return -1;
    }
    if (start_time != plan->start_time || process_has_ended(entry->box)) {
        return fail_with("identity", ESRCH, "the process is not the box's");
    }
    // A wrong word here would put the host's root into a hardened box
    if (same_user_namespace(plan->pid, &same) < 0) {
        return -1;
    }
    return same == plan->hardened ? fail_with("isolation", EINVAL, "not the box's level") : 0;
}

static int make_child(struct entry *entry) {
    int cgroup;
    if (cgroup_open(entry->plan, &cgroup) < 0) {
        return -1;
    }
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, entry->reports) < 0 ||
        setns(entry->box, CLONE_NEWPID) < 0) {
        return fail("setns", "pid");
    }
    entry->child = process_clone(0, cgroup, &entry->child_pidfd);
    if (entry->child < 0) {
        return fail("clone", NULL);
    }
    if (entry->child == 0) {
        run_child(entry);
    }
    close(entry->reports[1]);
    entry->reports[1] = -1;
    return 0;
}

// 1 with a report, 0 when the other end is closed
static int receive_report(struct entry *entry, struct report *report) {
    struct iovec part = {.iov_base = report, .iov_len = sizeof *report};
    union {
        char bytes[CMSG_SPACE(PIPES * sizeof(int))];
        struct cmsghdr header;
    } control = {0};
    struct msghdr message = {
        .msg_iov = &part,
        .msg_iovlen = 1,
        .msg_control = control.bytes,
        .msg_controllen = sizeof control.bytes,
    };
    ssize_t count;
    do {
        if (deadline_passed() != 0) {
            return fail_with("wait", deadline_passed(), NULL);
        }
        count = recvmsg(entry->reports[0], &message, MSG_CMSG_CLOEXEC);
    } while (count < 0 && errno == EINTR);
    if (count < 0 || (count > 0 && count != sizeof *report)) {
        return fail("wait", "report");
    }
    const struct cmsghdr *header = CMSG_FIRSTHDR(&message);
    if (header != NULL && header->cmsg_type == SCM_RIGHTS && header->cmsg_len == CMSG_LEN(PIPES * sizeof(int))) {
        memcpy(entry->pipes, CMSG_DATA(header), PIPES * sizeof(int));
    }
    return count > 0;
}

// Until the exec; `executed` is false, with the reason in `report`, if only that failed
static int wait_for_exec(struct entry *entry, struct report *report, bool *executed) {
    int received = receive_report(entry, report);
    if (received <= 0) {
        return received < 0 ? -1 : fail_with("wait", ECHILD, "the process ended early");
    }
    if (report->kind == FAILED) {
        failure_adopt(&report->failure);
        return -1;
    }
    entry->inner_pid = report->pid;
    received = receive_report(entry, report);
    *executed = received == 0;
    if (received > 0 && report->kind == FAILED) {
        failure_adopt(&report->failure);
        return -1;
    }
    return received < 0 ? -1 : 0;
}

static int start_process(struct entry *entry, struct report *report, bool *executed) {
    process_lose_oom_protection();
    if (find_box(entry) < 0 || make_child(entry) < 0 || wait_for_exec(entry, report, executed) < 0) {
        return -1;
    }
    char text[16];
    int size = snprintf(text, sizeof text, "%d", (int)entry->inner_pid);
    return frame_send(STDOUT_FILENO, CHANNEL_STARTED, text, (size_t)size);
}

static void undo(struct entry *entry) {
    int status;
    if (entry->child > 0) {
        syscall(SYS_pidfd_send_signal, entry->child_pidfd, SIGKILL, NULL, 0);
        process_reap(entry->child, entry->child_pidfd, UNDO_MILLIS, &status);
    }
}

static int report_failure(void) {
    char text[512];
    size_t length = failure_status(failure_first(), text, sizeof text);
    frame_send(STDOUT_FILENO, CHANNEL_STATUS, text, length);
    return 1;
}

// As a shell would put it
static int report_not_executed(const struct entry *entry, const struct failure *failure) {
    bool missing = failure->error == ENOENT || failure->error == ENOTDIR;
    char text[512];
    int size = snprintf(text, sizeof text, "%.400s: %s\n", entry->plan->arguments[0],
                        missing ? "not found" : strerror(failure->error));
    if (frame_send(STDOUT_FILENO, CHANNEL_STDERR, text, (size_t)size) < 0) {
        return 1;
    }
    size = snprintf(text, sizeof text, "exited %d", missing ? NOT_FOUND : NOT_EXECUTABLE);
    return frame_send(STDOUT_FILENO, CHANNEL_STATUS, text, (size_t)size) < 0 ? 1 : 0;
}

static int finish(struct entry *entry, const struct report *report, bool executed) {
    static const char detached[] = "exited 0";
    if (!executed) {
        undo(entry);
        return report_not_executed(entry, &report->failure);
    }
    if (entry->plan->background) {
        undo(entry); // only the process in between, which ends by itself
        return frame_send(STDOUT_FILENO, CHANNEL_STATUS, detached, sizeof detached - 1) < 0 ? 1 : 0;
    }
    const struct relay_process process = {
        .pid = entry->child,
        .pidfd = entry->child_pidfd,
        .input = entry->pipes[STDIN_FILENO],
        .output = entry->pipes[STDOUT_FILENO],
        .error = entry->pipes[STDERR_FILENO],
    };
    return relay(STDIN_FILENO, STDOUT_FILENO, &process);
}

int enter(void) {
    char *payload;
    size_t length;
    struct plan plan;
    deadline_begin(ENTER_SECONDS);
    signal(SIGPIPE, SIG_IGN);
    if (frame_receive_plan(STDIN_FILENO, &payload, &length) < 0 || plan_parse(&plan, PLAN_ENTER, payload, length) < 0) {
        return report_failure();
    }
    struct entry entry = {
        .plan = &plan,
        .box = -1,
        .reports = {-1, -1},
        .child_pidfd = -1,
        .pipes = {-1, -1, -1},
    };
    struct report report = {0};
    bool executed = false;
    if (start_process(&entry, &report, &executed) < 0) {
        undo(&entry);
        return report_failure();
    }
    close(entry.reports[0]);
    return finish(&entry, &report, executed);
}
