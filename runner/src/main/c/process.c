#include "process.h"

#include "failure.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/close_range.h>
#include <linux/sched.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { USUAL_OPEN_FILES = 1024 };

pid_t process_clone(uint64_t flags, int cgroup, int *pidfd) {
    struct clone_args arguments = {
        .flags = flags | CLONE_PIDFD,
        .pidfd = (uint64_t)(uintptr_t)pidfd,
        .exit_signal = SIGCHLD,
    };
    if (cgroup >= 0) {
        arguments.flags |= CLONE_INTO_CGROUP;
        arguments.cgroup = (unsigned)cgroup;
    }
    return (pid_t)syscall(SYS_clone3, &arguments, sizeof arguments);
}

int process_parse_start_time(const char *stat, uint64_t *start_time) {
    // The second field is the name in parentheses, which may hold anything
    const char *at = strrchr(stat, ')');
    if (at == NULL) {
        return -1;
    }
    at++;
    for (int field = 2; field < 22; field++) {
        if (*at != ' ') {
            return -1;
        }
        at++;
        if (field < 21) {
            at += strcspn(at, " ");
        }
    }
    char *end;
    errno = 0;
    if (*at < '0' || *at > '9') {
        return -1;
    }
    *start_time = strtoull(at, &end, 10);
    return errno == 0 && (*end == ' ' || *end == '\0' || *end == '\n') ? 0 : -1;
}

int process_start_time(pid_t pid, uint64_t *start_time) {
    char path[48];
    char stat[1024];
    snprintf(path, sizeof path, "/proc/%d/stat", (int)pid);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        return fail("start_time", path);
    }
    ssize_t length = read(fd, stat, sizeof stat - 1);
    if (length < 0) {
        close(fd);
        return fail("start_time", path);
    }
    close(fd);
    stat[length] = '\0';
    return process_parse_start_time(stat, start_time) < 0 ? fail_with("start_time", EPROTO, path) : 0;
}

int process_has_ended(int pidfd) {
    struct pollfd ended = {.fd = pidfd, .events = POLLIN};
    return poll(&ended, 1, 0) == 1;
}

int process_reap(pid_t pid, int pidfd, int patience_millis, int *status) {
    struct pollfd ended = {.fd = pidfd, .events = POLLIN};
    // The clock of the deadline may still interrupt: it ticks every 20 ms, which bounds this loop
    while (poll(&ended, 1, patience_millis < 20 ? patience_millis : 20) <= 0) {
        patience_millis -= 20;
        if (patience_millis <= 0) {
            return -1;
        }
    }
    return waitpid(pid, status, WNOHANG) == pid ? 0 : -1;
}

void process_lose_oom_protection(void) {
    char text[16] = {0};
    int fd = open("/proc/self/oom_score_adj", O_RDWR | O_CLOEXEC);
    if (fd < 0) {
        return;
    }
    if (read(fd, text, sizeof text - 1) > 0 && text[0] == '-' && pwrite(fd, "0", 1, 0) < 0) {
        // Not even a container of its own forbids raising it; the box is then merely killed late
    }
    close(fd);
}

void process_reset(void) {
    // The kernel's own call: libc keeps two signals to itself, which may have come to us ignored all the same. Its
    // structure is at most these four words, and all zero means the default.
    static const unsigned long action[4];
    for (int number = 1; number < NSIG; number++) {
        syscall(SYS_rt_sigaction, number, action, NULL, sizeof(uint64_t));
    }
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    umask(022);
    // The JVM raises its own soft limit to the hard one; programs that walk through all descriptors would crawl
    struct rlimit files;
    if (getrlimit(RLIMIT_NOFILE, &files) == 0 && files.rlim_cur > USUAL_OPEN_FILES) {
        files.rlim_cur = USUAL_OPEN_FILES;
        setrlimit(RLIMIT_NOFILE, &files);
    }
}

int process_null_stdio(void) {
    int null = open("/dev/null", O_RDWR | O_CLOEXEC | O_NOCTTY);
    if (null < 0 || dup2(null, STDIN_FILENO) < 0 || dup2(null, STDOUT_FILENO) < 0 || dup2(null, STDERR_FILENO) < 0) {
        return fail("stdio", "/dev/null");
    }
    if (null > STDERR_FILENO) {
        close(null);
    }
    return 0;
}

int process_close_rest_at_exec(void) {
    return close_range(STDERR_FILENO + 1, UINT_MAX, CLOSE_RANGE_CLOEXEC) < 0 ? fail("close_range", NULL) : 0;
}
