#include "deadline.h"

#include <errno.h>
#include <signal.h>
#include <stddef.h>
#include <sys/signalfd.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static volatile sig_atomic_t passed;

static void tick(void) {
    // The clock goes on ticking: a signal just before a blocking call would otherwise be missed by that call
    const struct itimerval soon = {.it_interval = {.tv_usec = 20000}, .it_value = {.tv_usec = 20000}};
    setitimer(ITIMER_REAL, &soon, NULL);
}

static void on_signal(int number) {
    if (passed == 0) {
        passed = number == SIGALRM ? ETIMEDOUT : ECANCELED;
        tick();
    }
}

void deadline_begin(unsigned seconds) {
    const struct sigaction action = {.sa_handler = on_signal};
    sigaction(SIGALRM, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGHUP, &action, NULL);
    // Ignored by whoever started us, it would make the kernel reap our children
    signal(SIGCHLD, SIG_DFL);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    passed = 0;
    const struct itimerval clock = {.it_value = {.tv_sec = (time_t)seconds}};
    setitimer(ITIMER_REAL, &clock, NULL);
}

void deadline_end(void) {
    const struct itimerval off = {0};
    setitimer(ITIMER_REAL, &off, NULL);
}

int deadline_signals(int more) {
    sigset_t ends;
    sigemptyset(&ends);
    sigaddset(&ends, SIGTERM);
    sigaddset(&ends, SIGINT);
    sigaddset(&ends, SIGHUP);
    if (more != 0) {
        sigaddset(&ends, more);
    }
    return sigprocmask(SIG_BLOCK, &ends, NULL) < 0 ? -1 : signalfd(-1, &ends, SFD_CLOEXEC | SFD_NONBLOCK);
}

int64_t deadline_now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

int deadline_passed(void) {
    return passed;
}

ssize_t deadline_read(int fd, void *bytes, size_t size) {
    for (;;) {
        if (passed != 0) {
            errno = passed;
            return -1;
        }
        ssize_t count = read(fd, bytes, size);
        if (count >= 0 || errno != EINTR) {
            return count;
        }
    }
}

pid_t deadline_wait(pid_t pid, int *status) {
    for (;;) {
        if (passed != 0) {
            errno = passed;
            return -1;
        }
        pid_t reaped = waitpid(pid, status, 0);
        if (reaped >= 0 || errno != EINTR) {
            return reaped;
        }
    }
}
