#include "background.h"

#include "deadline.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
    PIECE = 64 * 1024,
    HANGUP_MILLIS = 2000,
    KILL_MILLIS = 5000,
};

enum ending { NOT_ENDING, HUNG_UP, KILLED };

enum { OUTPUT, EXIT, SIGNALS, POLLED };

struct background {
    const struct relay_client *client;
    const struct relay_process *process;
    struct log *log;
    struct pollfd fds[POLLED];
    bool exited;
    enum ending ending;
    int64_t ending_at; // when it goes one step further
};

// Never after the reaping: the number may belong to somebody else by then
static void send_signal(const struct background *background, int number) {
    if (!background->exited) {
        kill(-background->process->pid, number);
    }
}

// Whoever runs us wants it gone, or has taken the session away
static void end_process(struct background *background) {
    if (background->ending == NOT_ENDING) {
        background->ending = HUNG_UP;
        background->ending_at = deadline_now() + HANGUP_MILLIS;
        send_signal(background, SIGHUP);
    }
}

static ssize_t take_output(struct background *background) {
    static char piece[PIECE];
    ssize_t count = read(background->process->output, piece, sizeof piece);
    if (count > 0) {
        log_write(background->log, piece, (size_t)count);
    } else if (count == 0 || (errno != EINTR && errno != EAGAIN)) {
        background->fds[OUTPUT].fd = -1;
    }
    return count;
}

// All that the process itself has said: whoever sees that it has ended finds the log whole
static void take_last_words(struct background *background) {
    int left = 0;
    if (ioctl(background->process->output, FIONREAD, &left) < 0) {
        return;
    }
    while (left > 0 && background->fds[OUTPUT].fd >= 0) {
        ssize_t count = take_output(background);
        if (count <= 0) {
            return;
        }
        left -= (int)count;
    }
}

static void reap(struct background *background) {
    char text[32];
    int status;
    take_last_words(background);
    if (waitpid(background->process->pid, &status, WNOHANG) != background->process->pid) {
        return;
    }
    background->exited = true;
    background->fds[EXIT].fd = -1;
    if (WIFEXITED(status)) {
        snprintf(text, sizeof text, "exited %d", WEXITSTATUS(status));
    } else {
        snprintf(text, sizeof text, "signalled %d", WTERMSIG(status));
    }
    background->client->exited(text, NULL);
}

static void look_around(struct background *background) {
    struct signalfd_siginfo info;
    if (background->fds[SIGNALS].revents != 0 && read(background->fds[SIGNALS].fd, &info, sizeof info) > 0 &&
        (info.ssi_signo != RELAY_LOOK || background->client->removed())) {
        end_process(background);
    }
    if (background->fds[OUTPUT].revents != 0) {
        take_output(background);
    }
    if (background->fds[EXIT].revents != 0) {
        reap(background);
    }
}

static void advance(struct background *background) {
    if (background->ending == HUNG_UP && !background->exited && deadline_now() >= background->ending_at) {
        background->ending = KILLED;
        background->ending_at = deadline_now() + KILL_MILLIS;
        send_signal(background, SIGKILL);
    }
}

// Whom it left behind may say something for as long as they like, unless it was to end
static bool is_over(const struct background *background) {
    if (background->exited && background->fds[OUTPUT].fd < 0) {
        return true;
    }
    bool waits = background->ending == KILLED || (background->ending == HUNG_UP && background->exited);
    return waits && deadline_now() >= background->ending_at;
}

static int patience(const struct background *background) {
    if (background->ending == NOT_ENDING) {
        return -1;
    }
    int64_t rest = background->ending_at - deadline_now();
    return rest < 0 ? 0 : (int)rest;
}

int background(const struct relay_client *client, const struct relay_process *process, struct log *log) {
    struct background background = {.client = client, .process = process, .log = log};
    background.fds[OUTPUT] = (struct pollfd){.fd = process->output, .events = POLLIN};
    background.fds[EXIT] = (struct pollfd){.fd = process->pidfd, .events = POLLIN};
    background.fds[SIGNALS] = (struct pollfd){.fd = deadline_signals(RELAY_LOOK), .events = POLLIN};
    deadline_end();
    if (deadline_passed() != 0) {
        end_process(&background);
    }
    while (!is_over(&background)) {
        if (poll(background.fds, POLLED, patience(&background)) >= 0) {
            look_around(&background);
        }
        advance(&background);
    }
    return background.exited ? 0 : 1;
}
