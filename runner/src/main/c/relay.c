#include "relay.h"

#include "deadline.h"
#include "failure.h"
#include "frames.h"
#include "plan.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
    BUFFER = 64 * 1024,
    CONTROL_MAX = 32,
    // A grandchild may hold the pipes for ever. What the process itself wrote is in them when it has ended; more is
    // taken until it was quiet for the first time, but not for longer than the second.
    QUIET_MILLIS = 100,
    DRAIN_MILLIS = 1000,
    HANGUP_MILLIS = 2000,
    KILL_MILLIS = 5000,
};

enum ending { NOT_ENDING, HUNG_UP, KILLED };

struct relay {
    int input;
    int output;
    int signals;
    struct relay_process process;

    // From the client. in[in_start..in_end) is not yet digested; bytes of a stdin frame leave it only for the process,
    // so a full pipe there stops the reading here.
    uint8_t in[BUFFER];
    size_t in_start;
    size_t in_end;
    bool in_frame;
    struct frame_header frame;
    char control[CONTROL_MAX + 1];
    size_t control_length;
    bool input_blocked;

    // To the client: at most one frame under way
    uint8_t out[FRAME_HEADER + BUFFER];
    size_t out_start;
    size_t out_end;
    bool error_first;

    bool broken; // the client sent what is no frame: failure_first() tells
    enum ending ending;
    int64_t ending_at;
    bool exited;
    int status;
    int64_t exited_at;
    int64_t last_output;
    int64_t own_output; // bytes of the process still in its pipes when it ended
};

static int64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

static void close_once(int *fd) {
    if (*fd >= 0) {
        close(*fd);
        *fd = -1;
    }
}

// To the whole group, as a terminal would. Never after the reaping: the number may belong to somebody else by then.
static void send_signal(struct relay *relay, int number) {
    if (!relay->exited) {
        kill(-relay->process.pid, number);
    }
}

static void end_process(struct relay *relay) {
    if (relay->ending == NOT_ENDING) {
        relay->ending = HUNG_UP;
        relay->ending_at = now() + HANGUP_MILLIS;
        if (relay->process.terminal) {
            // The kernel tells whoever is at the terminal: the leader, and the job in its foreground
            close_once(&relay->process.input);
            close_once(&relay->process.output);
        }
        send_signal(relay, SIGHUP);
    }
}

// It closed our input: it waits for no result, but may still read one
static void lose_input(struct relay *relay) {
    relay->input = -1;
    end_process(relay);
}

static void lose_output(struct relay *relay) {
    relay->output = -1;
    relay->input = -1;
    relay->out_start = relay->out_end = 0;
    end_process(relay);
}

static void refuse(struct relay *relay, const char *what) {
    fail_with("input", EPROTO, what);
    relay->broken = true;
    relay->input = -1;
    relay->in_start = relay->in_end = 0;
    end_process(relay);
}

// --- from the client -------------------------------------------------------------------------------------------

// The number in `signal N`, or 0
static int signal_number(const char *control) {
    static const char word[] = "signal ";
    if (strncmp(control, word, sizeof word - 1) != 0) {
        return 0;
    }
    int number = 0;
    const char *digit = control + sizeof word - 1;
    for (; *digit >= '0' && *digit <= '9' && number < NSIG; digit++) {
        number = number * 10 + (*digit - '0');
    }
    return *digit == '\0' && number < NSIG ? number : 0;
}

// `resize ROWS COLUMNS`; nothing happens to what has no terminal, as nothing would if it ignored the size
static bool resize(const struct relay *relay) {
    static const char word[] = "resize ";
    struct winsize window;
    if (strncmp(relay->control, word, sizeof word - 1) != 0 ||
        plan_parse_window(relay->control + sizeof word - 1, &window) < 0) {
        return false;
    }
    if (relay->process.terminal && relay->process.output >= 0) {
        ioctl(relay->process.output, TIOCSWINSZ, &window);
    }
    return true;
}

// A terminal has no end; it has a character that stands for it
static void end_input(struct relay *relay) {
    static const char end = 'D' - '@';
    if (relay->process.terminal && relay->process.input >= 0 && write(relay->process.input, &end, 1) < 0) {
        // It is full of what nobody reads: nobody waits for the end of it either
    }
    close_once(&relay->process.input);
}

static void take_control(struct relay *relay) {
    relay->control[relay->control_length] = '\0';
    if (relay->frame.channel == CHANNEL_HALF_CLOSE) {
        if (relay->control_length == 1 && relay->control[0] == CHANNEL_STDIN) {
            end_input(relay);
        } else {
            refuse(relay, "half-close");
        }
        return;
    }
    int number = signal_number(relay->control);
    bool text = strlen(relay->control) == relay->control_length;
    if (text && number > 0) {
        send_signal(relay, number);
    } else if (!text || !resize(relay)) {
        refuse(relay, "control");
    }
}

static void take_header(struct relay *relay) {
    if (frame_decode(relay->in + relay->in_start, &relay->frame) < 0) {
        refuse(relay, "length of a frame");
        return;
    }
    relay->in_start += FRAME_HEADER;
    relay->in_frame = true;
    relay->control_length = 0;
    uint8_t channel = relay->frame.channel;
    bool control = channel == CHANNEL_CONTROL || channel == CHANNEL_HALF_CLOSE;
    if (channel != CHANNEL_STDIN && !control) {
        refuse(relay, "channel");
    } else if (control && relay->frame.payload > CONTROL_MAX) {
        refuse(relay, "length of a control frame");
    }
}

// Gives the process what it takes now; false if it takes no more
static bool pass_input(struct relay *relay) {
    size_t have = relay->in_end - relay->in_start;
    size_t want = relay->frame.payload < have ? relay->frame.payload : have;
    ssize_t count = (ssize_t)want;
    if (relay->process.input >= 0) {
        count = write(relay->process.input, relay->in + relay->in_start, want);
        if (count < 0 && (errno == EAGAIN || errno == EINTR)) {
            relay->input_blocked = true;
            return false;
        }
        if (count < 0) {
            // It has closed its stdin: what still comes goes nowhere, as in any pipeline
            close_once(&relay->process.input);
            count = (ssize_t)want;
        }
    }
    relay->in_start += (size_t)count;
    relay->frame.payload -= (uint32_t)count;
    return true;
}

static void digest(struct relay *relay) {
    relay->input_blocked = false;
    while (!relay->broken) {
        size_t have = relay->in_end - relay->in_start;
        if (!relay->in_frame) {
            if (have < FRAME_HEADER) {
                break;
            }
            take_header(relay);
        } else if (relay->frame.payload == 0) {
            relay->in_frame = false;
            if (relay->frame.channel != CHANNEL_STDIN) {
                take_control(relay);
            }
        } else if (have == 0) {
            break;
        } else if (relay->frame.channel == CHANNEL_STDIN) {
            if (!pass_input(relay)) {
                break;
            }
        } else {
            relay->control[relay->control_length++] = (char)relay->in[relay->in_start++];
            relay->frame.payload--;
        }
    }
    if (relay->in_start > 0) {
        memmove(relay->in, relay->in + relay->in_start, relay->in_end - relay->in_start);
        relay->in_end -= relay->in_start;
        relay->in_start = 0;
    }
}

static void read_client(struct relay *relay) {
    ssize_t count = read(relay->input, relay->in + relay->in_end, BUFFER - relay->in_end);
    if (count > 0) {
        relay->in_end += (size_t)count;
        digest(relay);
    } else if (count == 0 || (errno != EAGAIN && errno != EINTR)) {
        lose_input(relay);
    }
}

// --- to the client ---------------------------------------------------------------------------------------------

static void write_client(struct relay *relay) {
    while (relay->out_start < relay->out_end) {
        ssize_t count = write(relay->output, relay->out + relay->out_start, relay->out_end - relay->out_start);
        if (count < 0 && errno == EAGAIN) {
            return;
        }
        if (count < 0 && errno != EINTR) {
            lose_output(relay);
            return;
        }
        relay->out_start += count < 0 ? 0 : (size_t)count;
    }
    relay->out_start = relay->out_end = 0;
    relay->last_output = now();
}

static void read_process(struct relay *relay, int *fd, enum channel channel) {
    ssize_t count = read(*fd, relay->out + FRAME_HEADER, BUFFER);
    if (count > 0) {
        relay->own_output -= count;
        relay->last_output = now();
    }
    if (count > 0 && relay->output >= 0) {
        frame_encode(relay->out, channel, (size_t)count);
        relay->out_end = FRAME_HEADER + (size_t)count;
        write_client(relay);
    } else if (count == 0 || (count < 0 && errno != EAGAIN && errno != EINTR)) {
        close_once(fd);
    }
}

// --- together --------------------------------------------------------------------------------------------------

static int64_t bytes_in(int pipe) {
    int bytes = 0;
    return pipe < 0 || ioctl(pipe, FIONREAD, &bytes) < 0 ? 0 : bytes;
}

static void reap(struct relay *relay) {
    if (waitpid(relay->process.pid, &relay->status, WNOHANG) == relay->process.pid) {
        relay->exited = true;
        relay->exited_at = relay->last_output = now();
        relay->own_output = bytes_in(relay->process.output) + bytes_in(relay->process.error);
        close_once(&relay->process.input);
        relay->input = -1;
    }
}

static void advance_ending(struct relay *relay) {
    if (relay->ending == HUNG_UP && !relay->exited && now() >= relay->ending_at) {
        relay->ending = KILLED;
        relay->ending_at = now() + KILL_MILLIS;
        send_signal(relay, SIGKILL);
    }
}

// When, at the latest, nothing more is waited for; INT64_MAX while the process or the client decides
static int64_t give_up_at(const struct relay *relay) {
    if (!relay->exited) {
        return relay->ending == KILLED ? relay->ending_at : INT64_MAX;
    }
    if (relay->output < 0 || (relay->process.output < 0 && relay->process.error < 0 && relay->out_end == 0)) {
        return 0;
    }
    if (relay->out_end > 0 || relay->own_output > 0) {
        // A slow client may take its time; not so one that has closed our input
        return relay->ending == NOT_ENDING ? INT64_MAX : relay->exited_at + KILL_MILLIS;
    }
    int64_t quiet = relay->last_output + QUIET_MILLIS;
    int64_t drained = relay->exited_at + DRAIN_MILLIS;
    return quiet < drained ? quiet : drained;
}

static int patience(const struct relay *relay) {
    int64_t until = give_up_at(relay);
    if (!relay->exited && relay->ending == HUNG_UP) {
        until = relay->ending_at;
    }
    if (until == INT64_MAX) {
        return -1;
    }
    int64_t rest = until - now();
    return rest < 0 ? 0 : (int)rest;
}

enum { INPUT, OUTPUT, TO_PROCESS, FROM_OUTPUT, FROM_ERROR, EXIT, SIGNALS, POLLED };

static void choose(const struct relay *relay, struct pollfd fds[POLLED]) {
    bool writing = relay->out_end > 0;
    // A full buffer is not read further, but the end of the client shows all the same, as POLLHUP
    short from_client = relay->input_blocked || relay->in_end == BUFFER ? 0 : POLLIN;
    fds[INPUT] = (struct pollfd){.fd = relay->input, .events = from_client};
    fds[OUTPUT] = (struct pollfd){.fd = relay->output, .events = writing ? POLLOUT : 0};
    fds[TO_PROCESS] = (struct pollfd){
        .fd = relay->process.input,
        .events = relay->input_blocked ? POLLOUT : 0,
    };
    fds[FROM_OUTPUT] = (struct pollfd){.fd = writing ? -1 : relay->process.output, .events = POLLIN};
    fds[FROM_ERROR] = (struct pollfd){.fd = writing ? -1 : relay->process.error, .events = POLLIN};
    fds[EXIT] = (struct pollfd){.fd = relay->exited ? -1 : relay->process.pidfd, .events = POLLIN};
    fds[SIGNALS] = (struct pollfd){.fd = relay->signals, .events = POLLIN};
}

static void serve_client(struct relay *relay, const struct pollfd fds[POLLED]) {
    if ((fds[OUTPUT].revents & (POLLERR | POLLNVAL)) != 0) {
        lose_output(relay);
    } else if ((fds[OUTPUT].revents & POLLOUT) != 0) {
        write_client(relay);
    }
    if (relay->input >= 0 && (fds[INPUT].revents & POLLIN) != 0) {
        read_client(relay);
    } else if (relay->input >= 0 && (fds[INPUT].revents & (POLLHUP | POLLERR | POLLNVAL)) != 0) {
        lose_input(relay);
    }
}

static void serve_process(struct relay *relay, const struct pollfd fds[POLLED]) {
    if (fds[TO_PROCESS].revents != 0 && relay->process.input >= 0) {
        if ((fds[TO_PROCESS].revents & (POLLERR | POLLHUP)) != 0) {
            close_once(&relay->process.input);
        }
        digest(relay);
    }
    // Taken in turns, so that one of them cannot silence the other
    for (int turn = 0; turn < 2; turn++) {
        bool error = relay->error_first == (turn == 0);
        int *fd = error ? &relay->process.error : &relay->process.output;
        if (relay->out_end == 0 && *fd >= 0 && fds[error ? FROM_ERROR : FROM_OUTPUT].revents != 0) {
            read_process(relay, fd, error ? CHANNEL_STDERR : CHANNEL_STDOUT);
        }
    }
    relay->error_first = !relay->error_first;
    if (fds[EXIT].revents != 0) {
        reap(relay);
    }
}

static int send_status(struct relay *relay) {
    char text[512];
    int size;
    if (!relay->exited || relay->broken) {
        fail_with("kill", ETIMEDOUT, "the process does not end");
        size = (int)failure_status(failure_first(), text, sizeof text);
    } else if (WIFEXITED(relay->status)) {
        size = snprintf(text, sizeof text, "exited %d", WEXITSTATUS(relay->status));
    } else {
        size = snprintf(text, sizeof text, "signalled %d", WTERMSIG(relay->status));
    }
    // After half a frame nothing can follow
    if (relay->output < 0 || relay->out_end > 0) {
        return 1;
    }
    if (relay->ending == NOT_ENDING) {
        fcntl(relay->output, F_SETFL, fcntl(relay->output, F_GETFL) & ~O_NONBLOCK);
    }
    if (frame_send(relay->output, CHANNEL_STATUS, text, (size_t)size) < 0) {
        return 1;
    }
    return relay->exited && !relay->broken ? 0 : 1;
}

static int open_signals(void) {
    sigset_t ends;
    sigemptyset(&ends);
    sigaddset(&ends, SIGTERM);
    sigaddset(&ends, SIGINT);
    sigaddset(&ends, SIGHUP);
    return sigprocmask(SIG_BLOCK, &ends, NULL) < 0 ? -1 : signalfd(-1, &ends, SFD_CLOEXEC | SFD_NONBLOCK);
}

int relay(int input, int output, const struct relay_process *process) {
    static struct relay relay;
    relay = (struct relay){.input = input, .output = output, .process = *process, .signals = open_signals()};
    deadline_end();
    if (deadline_passed() != 0) {
        end_process(&relay);
    }
    const int nonblocking[] = {input, output, process->input, process->output, process->error};
    for (size_t i = 0; i < sizeof nonblocking / sizeof nonblocking[0]; i++) {
        fcntl(nonblocking[i], F_SETFL, fcntl(nonblocking[i], F_GETFL) | O_NONBLOCK);
    }
    while (now() < give_up_at(&relay)) {
        struct pollfd fds[POLLED];
        choose(&relay, fds);
        if (poll(fds, POLLED, patience(&relay)) < 0) {
            continue;
        }
        struct signalfd_siginfo info;
        if (fds[SIGNALS].revents != 0 && read(relay.signals, &info, sizeof info) > 0) {
            // Whoever runs us wants us gone: the same as a client that went
            end_process(&relay);
        }
        serve_client(&relay, fds);
        serve_process(&relay, fds);
        advance_ending(&relay);
    }
    return send_status(&relay);
}
