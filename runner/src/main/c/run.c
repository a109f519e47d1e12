// Programs of the host that are the server's children: ip, nft, mkfs, debootstrap. The kernel's own signal at the death
// of a parent (PR_SET_PDEATHSIG) is of no use: it comes when the *thread* of the server ends that started us.

#include "run.h"

#include "failure.h"
#include "fence.h"
#include "process.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
    // Scripts get so long to unmount and to remove their temporary files
    TERM_MILLIS = 2000,
    KILL_MILLIS = 5000,
    TICK_MILLIS = 10,
};

enum { CHILD, SERVER, SIGNALS, WATCHED };

int run_not_started(void) {
    char text[512];
    size_t length = failure_status(failure_first(), text, sizeof text);
    fprintf(stderr, "zomg-runner: %.*s\n", (int)length, text);
    return RUN_FAILED;
}

static _Noreturn void execute(int fence, int failures, char **arguments) {
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    setpgid(0, 0);
    // The program, and whatever it starts, stands behind the fence too
    if (fcntl(fence, F_SETFD, 0) < 0) {
        fail("run", "fence");
    } else {
        execvp(arguments[0], arguments);
        fail("run", arguments[0]);
    }
    const struct failure *failure = failure_first();
    _exit(write(failures, failure, sizeof *failure) == sizeof *failure ? 1 : 2);
}

static void kill_children(void) {
    char path[48];
    snprintf(path, sizeof path, "/proc/self/task/%d/children", (int)getpid());
    FILE *children = fopen(path, "re");
    int pid;
    while (children != NULL && fscanf(children, "%d", &pid) == 1) {
        kill(pid, SIGKILL);
    }
    if (children != NULL) {
        fclose(children);
    }
}

// What loses its parent becomes our child, so that in the end all of them have been
static void end_all(pid_t child, int pidfd) {
    struct pollfd ended = {.fd = pidfd, .events = POLLIN};
    kill(-child, SIGTERM);
    poll(&ended, 1, TERM_MILLIS);
    for (int waited = 0; waited < KILL_MILLIS; waited += TICK_MILLIS) {
        kill_children();
        pid_t reaped;
        do {
            reaped = waitpid(-1, NULL, WNOHANG);
        } while (reaped > 0);
        if (reaped < 0) {
            return;
        }
        poll(NULL, 0, TICK_MILLIS);
    }
}

static int watch(pid_t child, struct pollfd watched[WATCHED]) {
    int status;
    while (poll(watched, WATCHED, -1) < 0) {
        if (errno != EINTR) {
            return fail("run", "poll");
        }
    }
    if (watched[CHILD].revents == 0) {
        end_all(child, watched[CHILD].fd);
        return fail_with("run", ECANCELED, watched[SERVER].revents != 0 ? "the server has ended" : "told to end");
    }
    if (waitpid(child, &status, 0) != child) {
        return fail("run", "wait");
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static int start_and_watch(int fence, pid_t server, int failures[2], char **arguments) {
    struct pollfd watched[WATCHED] = {{.events = POLLIN}, {.events = POLLIN}, {.events = POLLIN}};
    struct failure failure;
    sigset_t ends;
    sigemptyset(&ends);
    sigaddset(&ends, SIGTERM);
    sigaddset(&ends, SIGINT);
    sigaddset(&ends, SIGHUP);
    // Ignored by whoever started us, it would make the kernel reap our children
    signal(SIGCHLD, SIG_DFL);
    watched[SERVER].fd = pidfd_open(server, 0);
    if (watched[SERVER].fd < 0 || getppid() != server) {
        return fail_with("run", ECHILD, "the server has ended");
    }
    if (sigprocmask(SIG_BLOCK, &ends, NULL) < 0 || prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) < 0) {
        return fail("run", "signals");
    }
    watched[SIGNALS].fd = signalfd(-1, &ends, SFD_CLOEXEC);
    pid_t child = watched[SIGNALS].fd < 0 ? -1 : process_clone(0, -1, &watched[CHILD].fd);
    if (child < 0) {
        return fail("run", "clone");
    }
    if (child == 0) {
        execute(fence, failures[1], arguments);
    }
    setpgid(child, child);
    close(failures[1]);
    ssize_t count;
    do {
        count = read(failures[0], &failure, sizeof failure);
    } while (count < 0 && errno == EINTR);
    if (count == sizeof failure) {
        failure_adopt(&failure);
        return -1;
    }
    return watch(child, watched);
}

int run(int fence, const char *server, char **arguments) {
    int failures[2];
    if (pipe2(failures, O_CLOEXEC) < 0) {
        fail("run", "pipe");
        return run_not_started();
    }
    int status = start_and_watch(fence, fence_parse_pid(server), failures, arguments);
    return status < 0 ? run_not_started() : status;
}
