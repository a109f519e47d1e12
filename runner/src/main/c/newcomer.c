#include "newcomer.h"

#include "accounts.h"
#include "box.h"
#include "identity.h"
#include "log.h"
#include "message.h"
#include "process.h"
#include "seccomp.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <termios.h>
#include <unistd.h>

// Descriptors of a newcomer that must survive until the exec, at fixed places above the standard ones
enum { REPORTS = 3, BOX = 4, FIRST_UNUSED = 5 };

static void send_report(const struct newcomer_report *report, const int *fds, size_t fd_count) {
    if (message_send(REPORTS, report, sizeof *report, fds, fd_count) < 0) {
        _exit(2); // the runner is gone
    }
}

static _Noreturn void give_up(enum newcomer_kind kind) {
    const struct newcomer_report report = {.kind = kind, .pid = getpid(), .failure = *failure_first()};
    send_report(&report, NULL, 0);
    _exit(1);
}

// Whatever else the runner has open on the host's side must not be within reach of what is in the box
static int keep_only_ours(int own_box, int own_reports) {
    int reports = fcntl(own_reports, F_DUPFD_CLOEXEC, FIRST_UNUSED);
    int box = fcntl(own_box, F_DUPFD_CLOEXEC, FIRST_UNUSED);
    if (reports < 0 || box < 0 || process_null_stdio() < 0 || dup3(reports, REPORTS, O_CLOEXEC) < 0 ||
        dup3(box, BOX, O_CLOEXEC) < 0 || close_range(FIRST_UNUSED, UINT_MAX, 0) < 0) {
        return fail("descriptors", NULL);
    }
    return 0;
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
static int open_log(const struct account *account, int *directory_of_it) {
    char name[LOG_NAME];
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
    log_name(getpid(), name);
    int flags = O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC;
    int log = openat(directory, name, flags, 0600);
    *directory_of_it = directory;
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

// Made by the user, so that they are the user's: /dev/stdout can be opened anew only by who owns the pipe. One pipe for
// both streams, which keeps their order
static int connect_output(int *parent) {
    int output[2];
    if (pipe2(output, O_CLOEXEC) < 0 || dup2(output[1], STDOUT_FILENO) < 0 || dup2(output[1], STDERR_FILENO) < 0) {
        return fail("stdio", "pipe");
    }
    close(output[1]);
    *parent = output[0];
    return 0;
}

// By the user, as well
static int connect_pipes(int parents[NEWCOMER_PIPES]) {
    int pipes[NEWCOMER_PIPES][2];
    for (int i = 0; i < NEWCOMER_PIPES; i++) {
        if (pipe2(pipes[i], O_CLOEXEC) < 0) {
            return fail("stdio", "pipe");
        }
    }
    for (int i = 0; i < NEWCOMER_PIPES; i++) {
        int own = i == STDIN_FILENO ? 0 : 1;
        if (dup2(pipes[i][own], i) < 0) {
            return fail("stdio", "pipe");
        }
        close(pipes[i][own]);
        parents[i] = pipes[i][1 - own];
    }
    return 0;
}

// Made by the user in the box's own devpts, for the same reason; it controls the session that the newcomer leads
static int connect_terminal(const struct plan *plan, int *parent) {
    int unlocked = 0;
    struct termios settings;
    int master = open("/dev/pts/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (master < 0 || ioctl(master, TIOCSPTLCK, &unlocked) < 0) {
        return fail("stdio", "/dev/pts/ptmx");
    }
    int slave = ioctl(master, TIOCGPTPEER, O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (slave < 0 || ioctl(slave, TIOCSWINSZ, &plan->window) < 0 || ioctl(slave, TIOCSCTTY, 0) < 0 ||
        tcgetattr(slave, &settings) < 0) {
        return fail("stdio", "terminal");
    }
    settings.c_iflag |= IUTF8; // one backspace for one letter
    if (tcsetattr(slave, TCSANOW, &settings) < 0) {
        return fail("stdio", "terminal");
    }
    for (int i = 0; i < NEWCOMER_PIPES; i++) {
        if (dup2(slave, i) < 0) {
            return fail("stdio", "terminal");
        }
    }
    close(slave);
    *parent = master;
    return 0;
}

static _Noreturn void execute(struct plan *plan) {
    environ = plan->environment;
    if (process_close_rest_at_exec() < 0) {
        give_up(NEWCOMER_FAILED);
    }
    execvpe(plan->arguments[0], plan->arguments, plan->environment);
    fail("exec", plan->arguments[0]);
    give_up(NEWCOMER_NOT_EXECUTED);
}

static int become_user(struct plan *plan, struct account *account, int *pipes) {
    if (find_account(plan, account) < 0 || add_defaults(plan, account, plan->user == NULL ? "root" : plan->user) < 0) {
        return -1;
    }
    if (plan->background) {
        pipes[NEWCOMER_LOG] = open_log(account, &pipes[NEWCOMER_DIRECTORY]);
        if (pipes[NEWCOMER_LOG] < 0) {
            return -1;
        }
    }
    if (plan->hardened && (identity_drop_capabilities() < 0 || seccomp_install() < 0)) {
        return -1;
    }
    if (identity_become(account->uid, account->gid, account->groups, account->group_count) < 0) {
        return -1;
    }
    // Until the exec, memory and descriptors of the runner are nobody's business; becoming the user allowed it again
    return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) < 0 ? fail("dumpable", NULL) : change_directory(plan, account);
}

static int enter_box(struct plan *plan, int box, int reports, struct newcomer_report *ready, int *pipes) {
    static struct account account;
    if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) < 0 || keep_only_ours(box, reports) < 0 || box_join(plan, BOX) < 0) {
        return -1;
    }
    setsid();
    ready->pid = getpid();
    if (become_user(plan, &account, pipes) < 0) {
        return -1;
    }
    if (plan->terminal) {
        return connect_terminal(plan, pipes);
    }
    return plan->background ? connect_output(&pipes[NEWCOMER_OUTPUT]) : connect_pipes(pipes);
}

_Noreturn void newcomer_run(struct plan *plan, int box, int reports) {
    struct newcomer_report ready = {.kind = NEWCOMER_READY};
    int pipes[NEWCOMER_PIPES];
    process_reset();
    if (enter_box(plan, box, reports, &ready, pipes) < 0) {
        give_up(NEWCOMER_FAILED);
    }
    size_t ends = plan->terminal ? 1 : NEWCOMER_PIPES;
    send_report(&ready, pipes, ends);
    execute(plan);
}
