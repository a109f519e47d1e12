#include "relay.h"

#include "deadline.h"
#include "failure.h"
#include "frames.h"
#include "intake.h"
#include "journal.h"
#include "queue.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
    TEXT_MAX = 512,
    // So much input is taken before the client of a session hears how much it was
    REPORTED_INPUT = 64 * 1024,
    // A grandchild may hold the pipes for ever. What the process itself wrote is in them when it has ended; more is
    // taken until it was quiet for the first time, but not for longer than the second.
    QUIET_MILLIS = 100,
    DRAIN_MILLIS = 1000,
    HANGUP_MILLIS = 2000,
    KILL_MILLIS = 5000,
};

enum ending { NOT_ENDING, HUNG_UP, KILLED };

struct relay {
    struct relay_client client;
    struct relay_process process;
    int signals;

    // From the client. Bytes for stdin wait for the process in a queue, so that what comes behind them, a confirmation
    // above all, does not: the process may wait for that. A full queue stops the reading.
    struct intake intake;
    struct queue queue;
    bool input_blocked;
    bool input_ending; // once the queue is empty
    bool input_ended;
    uint64_t accepted;
    uint64_t reported;

    // To the client: one frame under way, the head of which may be all of it
    bool attached;
    int64_t lost_at;
    struct journal journal;
    struct journal_cursor cursor;
    struct journal_part part;
    size_t part_sent;
    uint8_t head[FRAME_HEADER + TEXT_MAX];
    size_t head_start;
    size_t head_end;
    bool status_sent;

    bool error_first;
    bool broken; // the client sent what is no frame: failure_first() tells
    enum ending ending;
    int64_t ending_at;
    bool abandoned;
    bool expired; // it ran out of time
    int64_t limit_at;
    bool exited;
    int status;
    int64_t exited_at;
    int64_t last_output;
    int64_t own_output; // bytes of the process still in its pipes when it ended
    bool finished;      // no more output is taken
    int64_t finished_at;
};

static void close_once(int *fd) {
    if (*fd >= 0) {
        close(*fd);
        *fd = -1;
    }
}

static bool is_session(const struct relay *relay) {
    return relay->client.listener >= 0;
}

static bool is_sending(const struct relay *relay) {
    return relay->head_start < relay->head_end || relay->part_sent < relay->part.size;
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
        relay->ending_at = deadline_now() + HANGUP_MILLIS;
        if (relay->process.terminal) {
            // The kernel tells whoever is at the terminal: the leader, and the job in its foreground
            close_once(&relay->process.input);
            close_once(&relay->process.output);
        }
        send_signal(relay, SIGHUP);
    }
}

// Nobody wants to hear any more of it
static void abandon(struct relay *relay) {
    relay->abandoned = true;
    end_process(relay);
}

// Whoever let it run out of time wants to hear that
static bool is_wanted(const struct relay *relay) {
    return relay->ending == NOT_ENDING || (relay->expired && relay->exited && !relay->abandoned);
}

// --- a client comes and goes -----------------------------------------------------------------------------------

// What the process has not taken is sent again by the next client
static void forget_frames(struct relay *relay) {
    intake_reset(&relay->intake);
    queue_reset(&relay->queue);
    relay->input_blocked = relay->input_ending = false;
    relay->head_start = relay->head_end = 0;
    relay->part = (struct journal_part){0};
    relay->part_sent = 0;
}

static void lose_client(struct relay *relay) {
    forget_frames(relay);
    if (!is_session(relay)) {
        relay->client.input = relay->client.output = -1;
        abandon(relay);
        return;
    }
    close_once(&relay->client.input);
    relay->client.output = -1;
    if (relay->attached) {
        relay->attached = false;
        relay->lost_at = deadline_now();
    }
}

// It closed our input: in a session it is gone; else it waits for no result, but may still read one
static void lose_input(struct relay *relay) {
    if (is_session(relay)) {
        lose_client(relay);
    } else {
        relay->client.input = -1;
        abandon(relay);
    }
}

static void refuse(struct relay *relay, const char *what) {
    if (is_session(relay)) {
        lose_client(relay); // the next one does better
        return;
    }
    fail_with("input", EPROTO, what);
    relay->broken = true;
    relay->client.input = -1;
    intake_reset(&relay->intake);
    abandon(relay);
}

static void take_client(struct relay *relay) {
    int client = accept4(relay->client.listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
    if (client >= 0) {
        lose_client(relay);
        relay->client.input = relay->client.output = client;
    }
}

static void compose(struct relay *relay, enum channel channel, const char *text) {
    size_t size = strlen(text);
    frame_encode(relay->head, channel, size);
    memcpy(relay->head + FRAME_HEADER, text, size);
    relay->head_start = 0;
    relay->head_end = FRAME_HEADER + size;
}

static void attach(struct relay *relay, const struct order *order) {
    char text[TEXT_MAX];
    const struct journal_offsets *from = order->from_kept ? &relay->journal.begins : &order->offsets;
    if (!is_session(relay) || relay->attached) {
        refuse(relay, "control");
        return;
    }
    if (journal_seek(&relay->journal, from, &relay->cursor) < 0) {
        compose(relay, CHANNEL_STATUS, "failed attach 34 the output is not there any more");
        return;
    }
    snprintf(text, sizeof text, "%d %" PRIu64 " %" PRIu64 " %" PRIu64, (int)relay->process.inner_pid, relay->accepted,
             from->of[0], from->of[1]);
    compose(relay, CHANNEL_STARTED, text);
    relay->attached = true;
    relay->status_sent = false;
    relay->reported = relay->accepted;
}

// --- from the client -------------------------------------------------------------------------------------------

// A terminal has no end; it has a character that stands for it
static void end_input(struct relay *relay) {
    static const char end = 'D' - '@';
    if (relay->process.terminal && relay->process.input >= 0 && !relay->input_ended &&
        write(relay->process.input, &end, 1) < 0) {
        // It is full of what nobody reads: nobody waits for the end of it either
    }
    relay->input_ended = true;
    close_once(&relay->process.input);
}

static void obey(struct relay *relay, const struct order *order) {
    switch (order->kind) {
    case ORDER_SIGNAL:
        send_signal(relay, order->signal);
        break;
    case ORDER_RESIZE:
        // Nothing happens to what has no terminal, as nothing would if it ignored the size
        if (relay->process.terminal && relay->process.output >= 0) {
            ioctl(relay->process.output, TIOCSWINSZ, &order->window);
        }
        break;
    case ORDER_ATTACH:
        attach(relay, order);
        break;
    case ORDER_CONFIRM:
        if (relay->attached) {
            journal_confirm(&relay->journal, &relay->cursor, &order->offsets);
        }
        break;
    case ORDER_HANG_UP:
        abandon(relay);
        break;
    }
}

// Gives the process what it takes now
static void feed(struct relay *relay) {
    while (relay->process.input >= 0 && queue_size(&relay->queue) > 0) {
        ssize_t count = queue_write(&relay->queue, relay->process.input);
        if (count > 0) {
            relay->accepted += (uint64_t)count;
        } else if (count < 0 && errno == EAGAIN) {
            return;
        } else if (count < 0 && errno != EINTR) {
            close_once(&relay->process.input);
        }
    }
    if (relay->process.input < 0) {
        // It has closed its stdin: what still comes goes nowhere, as in any pipeline
        relay->accepted += queue_size(&relay->queue);
        queue_reset(&relay->queue);
    }
    if (relay->input_ending && queue_size(&relay->queue) == 0) {
        relay->input_ending = false;
        end_input(relay);
    }
}

static void digest(struct relay *relay) {
    relay->input_blocked = false;
    while (relay->client.input >= 0) {
        const struct intake_item item = intake_next(&relay->intake);
        size_t taken;
        switch (item.kind) {
        case INTAKE_NOTHING:
            feed(relay);
            return;
        case INTAKE_INPUT:
            taken = queue_put(&relay->queue, item.bytes, item.size);
            intake_take(&relay->intake, taken);
            feed(relay);
            if (taken == 0 && queue_room(&relay->queue) == 0) {
                relay->input_blocked = true;
                return;
            }
            break;
        case INTAKE_END:
            relay->input_ending = true;
            break;
        case INTAKE_ORDER:
            obey(relay, &item.order);
            break;
        case INTAKE_BROKEN:
            refuse(relay, item.what);
            return;
        }
    }
}

static void read_client(struct relay *relay) {
    ssize_t count = intake_read(&relay->intake, relay->client.input);
    if (count > 0) {
        digest(relay);
    } else if (count == 0 || (errno != EAGAIN && errno != EINTR)) {
        lose_input(relay);
    }
}

// --- to the client ---------------------------------------------------------------------------------------------

static void describe_end(const struct relay *relay, char text[TEXT_MAX]) {
    if (!relay->exited || relay->broken) {
        fail_with("kill", ETIMEDOUT, "the process does not end");
        failure_status(failure_first(), text, TEXT_MAX);
    } else if (relay->expired) {
        snprintf(text, TEXT_MAX, "timed_out");
    } else if (WIFEXITED(relay->status)) {
        snprintf(text, TEXT_MAX, "exited %d", WEXITSTATUS(relay->status));
    } else {
        snprintf(text, TEXT_MAX, "signalled %d", WTERMSIG(relay->status));
    }
}

// Composes what is to be said next; false if there is nothing
static bool begin_frame(struct relay *relay) {
    char text[TEXT_MAX];
    if (!relay->attached) {
        return false;
    }
    if (is_session(relay) && relay->accepted - relay->reported >= REPORTED_INPUT) {
        snprintf(text, sizeof text, "stdin %" PRIu64, relay->accepted);
        compose(relay, CHANNEL_CONTROL, text);
        relay->reported = relay->accepted;
        return true;
    }
    if (journal_next(&relay->journal, &relay->cursor, &relay->part)) {
        frame_encode(relay->head, relay->part.channel, relay->part.size);
        relay->head_start = 0;
        relay->head_end = FRAME_HEADER;
        relay->part_sent = 0;
        return true;
    }
    if (relay->finished && !relay->status_sent) {
        describe_end(relay, text);
        compose(relay, CHANNEL_STATUS, text);
        relay->status_sent = true;
        return true;
    }
    return false;
}

static void end_frame(struct relay *relay) {
    relay->head_start = relay->head_end = 0;
    relay->part = (struct journal_part){0};
    relay->part_sent = 0;
    journal_sent(&relay->cursor);
    if (!is_session(relay)) {
        const struct journal_offsets all = relay->journal.ends;
        journal_confirm(&relay->journal, &relay->cursor, &all);
        relay->last_output = deadline_now();
    }
}

static ssize_t write_frame(struct relay *relay) {
    struct iovec pieces[3] = {
        {.iov_base = relay->head + relay->head_start, .iov_len = relay->head_end - relay->head_start},
    };
    int count = 1;
    if (relay->part.size > 0) {
        count += journal_pieces(&relay->journal, &relay->part, relay->part_sent, pieces + 1);
    }
    ssize_t written = writev(relay->client.output, pieces, count);
    if (written > 0) {
        size_t of_head = pieces[0].iov_len < (size_t)written ? pieces[0].iov_len : (size_t)written;
        relay->head_start += of_head;
        relay->part_sent += (size_t)written - of_head;
    }
    return written;
}

static void write_client(struct relay *relay) {
    while (relay->client.output >= 0 && (is_sending(relay) || begin_frame(relay))) {
        ssize_t written = write_frame(relay);
        if (written < 0 && errno == EAGAIN) {
            return;
        }
        if (written < 0 && errno != EINTR) {
            lose_client(relay);
            return;
        }
        if (!is_sending(relay)) {
            end_frame(relay);
        }
    }
}

static void read_process(struct relay *relay, int *fd, enum channel channel) {
    ssize_t count;
    if (relay->client.output < 0 && !is_session(relay)) {
        // Nobody listens any more, or ever will: the process shall not be stuck for that
        static char nowhere[INTAKE_SIZE];
        count = read(*fd, nowhere, sizeof nowhere);
    } else {
        count = journal_read(&relay->journal, channel, *fd);
    }
    if (count > 0) {
        relay->own_output -= count;
        relay->last_output = deadline_now();
    } else if (count == 0 || (errno != EAGAIN && errno != EINTR)) {
        close_once(fd);
    }
}

// --- together --------------------------------------------------------------------------------------------------

static int64_t bytes_in(int pipe) {
    int bytes = 0;
    return pipe < 0 || ioctl(pipe, FIONREAD, &bytes) < 0 ? 0 : bytes;
}

static void tell_end(struct relay *relay, const struct journal_offsets *said) {
    char text[TEXT_MAX];
    if (relay->client.exited != NULL) {
        describe_end(relay, text);
        relay->client.exited(text, said);
    }
}

static void reap(struct relay *relay) {
    if (waitpid(relay->process.pid, &relay->status, WNOHANG) != relay->process.pid) {
        return;
    }
    relay->exited = true;
    relay->exited_at = relay->last_output = deadline_now();
    relay->own_output = bytes_in(relay->process.output) + bytes_in(relay->process.error);
    close_once(&relay->process.input);
    feed(relay);
    if (!is_session(relay)) {
        relay->client.input = -1;
    }
    tell_end(relay, NULL);
}

// When, at the latest, no more output is taken; INT64_MAX while the process or the client decides
static int64_t finish_at(const struct relay *relay) {
    if (!relay->exited) {
        return relay->ending == KILLED ? relay->ending_at : INT64_MAX;
    }
    if (relay->process.output < 0 && relay->process.error < 0) {
        return 0;
    }
    if (relay->own_output > 0) {
        // A slow client may take its time; not so one that has closed our input
        return is_wanted(relay) ? INT64_MAX : relay->exited_at + KILL_MILLIS;
    }
    int64_t quiet = relay->last_output + QUIET_MILLIS;
    int64_t drained = relay->exited_at + DRAIN_MILLIS;
    return quiet < drained ? quiet : drained;
}

// When nothing is left to do, or nobody to do it for
static int64_t leave_at(const struct relay *relay) {
    if (is_session(relay) && !relay->attached && relay->exited) {
        bool told = relay->status_sent && journal_is_empty(&relay->journal);
        int64_t since = relay->lost_at > relay->exited_at ? relay->lost_at : relay->exited_at;
        return told || !is_wanted(relay) ? 0 : since + relay->client.wait_millis;
    }
    if (!relay->finished) {
        return INT64_MAX;
    }
    if (!is_session(relay) && (relay->client.output < 0 || (relay->status_sent && !is_sending(relay)))) {
        return 0;
    }
    return is_wanted(relay) ? INT64_MAX : relay->finished_at + KILL_MILLIS;
}

static int64_t hang_up_at(const struct relay *relay) {
    bool waits = is_session(relay) && !relay->attached && relay->ending == NOT_ENDING && !relay->exited;
    return waits ? relay->lost_at + relay->client.wait_millis : INT64_MAX;
}

static int64_t expire_at(const struct relay *relay) {
    return relay->ending == NOT_ENDING && !relay->exited ? relay->limit_at : INT64_MAX;
}

static int64_t kill_at(const struct relay *relay) {
    return relay->ending == HUNG_UP && !relay->exited ? relay->ending_at : INT64_MAX;
}

static void advance(struct relay *relay) {
    if (deadline_now() >= hang_up_at(relay)) {
        abandon(relay);
    }
    if (deadline_now() >= expire_at(relay)) {
        relay->expired = true;
        end_process(relay);
    }
    if (deadline_now() >= kill_at(relay)) {
        relay->ending = KILLED;
        relay->ending_at = deadline_now() + KILL_MILLIS;
        send_signal(relay, SIGKILL);
    }
    if (!relay->finished && deadline_now() >= finish_at(relay)) {
        relay->finished = true;
        relay->finished_at = deadline_now();
        close_once(&relay->process.output);
        close_once(&relay->process.error);
        tell_end(relay, &relay->journal.ends);
    }
}

static int patience(const struct relay *relay) {
    const int64_t times[] = {
        relay->finished ? INT64_MAX : finish_at(relay),
        leave_at(relay),
        hang_up_at(relay),
        expire_at(relay),
        kill_at(relay),
    };
    int64_t until = INT64_MAX;
    for (size_t i = 0; i < sizeof times / sizeof times[0]; i++) {
        until = times[i] < until ? times[i] : until;
    }
    if (until == INT64_MAX) {
        return -1;
    }
    int64_t rest = until - deadline_now();
    return rest < 0 ? 0 : rest > INT32_MAX ? INT32_MAX : (int)rest;
}

enum { INPUT, OUTPUT, TO_PROCESS, FROM_OUTPUT, FROM_ERROR, EXIT, SIGNALS, LISTENER, POLLED };

static void choose(const struct relay *relay, struct pollfd fds[POLLED]) {
    // A full intake is not read further, but the end of the client shows all the same, as POLLHUP
    short from_client = relay->input_blocked || intake_is_full(&relay->intake) ? 0 : POLLIN;
    bool room = journal_has_room(&relay->journal);
    fds[INPUT] = (struct pollfd){.fd = relay->client.input, .events = from_client};
    fds[OUTPUT] = (struct pollfd){.fd = relay->client.output, .events = is_sending(relay) ? POLLOUT : 0};
    fds[TO_PROCESS] = (struct pollfd){
        .fd = relay->process.input,
        .events = queue_size(&relay->queue) > 0 ? POLLOUT : 0,
    };
    fds[FROM_OUTPUT] = (struct pollfd){.fd = room ? relay->process.output : -1, .events = POLLIN};
    fds[FROM_ERROR] = (struct pollfd){.fd = room ? relay->process.error : -1, .events = POLLIN};
    fds[EXIT] = (struct pollfd){.fd = relay->exited ? -1 : relay->process.pidfd, .events = POLLIN};
    fds[SIGNALS] = (struct pollfd){.fd = relay->signals, .events = POLLIN};
    fds[LISTENER] = (struct pollfd){.fd = relay->client.listener, .events = POLLIN};
}

static void serve_client(struct relay *relay, const struct pollfd fds[POLLED]) {
    // What it said last comes before its end: a client that closes with our output unread resets the socket
    if (relay->client.input >= 0 && (fds[INPUT].revents & POLLIN) != 0) {
        read_client(relay);
    } else if ((fds[OUTPUT].revents & (POLLERR | POLLNVAL)) != 0) {
        lose_client(relay);
    } else if (relay->client.input >= 0 && (fds[INPUT].revents & (POLLHUP | POLLERR | POLLNVAL)) != 0) {
        lose_input(relay);
    }
}

static void serve_process(struct relay *relay, const struct pollfd fds[POLLED]) {
    if (fds[TO_PROCESS].revents != 0 && relay->process.input >= 0) {
        if ((fds[TO_PROCESS].revents & (POLLERR | POLLHUP)) != 0) {
            close_once(&relay->process.input);
        }
        feed(relay);
        if (relay->input_blocked) {
            digest(relay);
        }
    }
    // Taken in turns, so that one of them cannot silence the other
    for (int turn = 0; turn < 2; turn++) {
        bool error = relay->error_first == (turn == 0);
        int *fd = error ? &relay->process.error : &relay->process.output;
        if (*fd >= 0 && fds[error ? FROM_ERROR : FROM_OUTPUT].revents != 0) {
            read_process(relay, fd, error ? CHANNEL_STDERR : CHANNEL_STDOUT);
        }
    }
    relay->error_first = !relay->error_first;
    if (fds[EXIT].revents != 0) {
        reap(relay);
    }
}

// Whoever runs us wants us gone, or has taken the session away: the same as a client that went
static void serve_owner(struct relay *relay, const struct pollfd fds[POLLED]) {
    struct signalfd_siginfo info;
    if (fds[SIGNALS].revents != 0 && read(relay->signals, &info, sizeof info) > 0 &&
        (info.ssi_signo != RELAY_LOOK || relay->client.removed())) {
        abandon(relay);
    }
}

static void prepare(struct relay *relay) {
    const int nonblocking[] = {relay->client.input, relay->client.output, relay->process.input, relay->process.output,
                               relay->process.error};
    for (size_t i = 0; i < sizeof nonblocking / sizeof nonblocking[0]; i++) {
        fcntl(nonblocking[i], F_SETFL, fcntl(nonblocking[i], F_GETFL) | O_NONBLOCK);
    }
    relay->signals = deadline_signals(relay->client.removed == NULL ? 0 : RELAY_LOOK);
    relay->attached = !is_session(relay);
    relay->lost_at = deadline_now();
    relay->limit_at = relay->client.limit_millis > 0 ? deadline_now() + relay->client.limit_millis : INT64_MAX;
    deadline_end();
    if (deadline_passed() != 0 || queue_open(&relay->queue) < 0 ||
        journal_open(&relay->journal, relay->client.journal) < 0) {
        abandon(relay);
    }
}

int relay(const struct relay_client *client, const struct relay_process *process) {
    static struct relay relay;
    relay = (struct relay){.client = *client, .process = *process};
    prepare(&relay);
    while (deadline_now() < leave_at(&relay)) {
        struct pollfd fds[POLLED];
        choose(&relay, fds);
        if (poll(fds, POLLED, patience(&relay)) >= 0) {
            serve_owner(&relay, fds);
            serve_client(&relay, fds);
            serve_process(&relay, fds);
            if (fds[LISTENER].revents != 0) {
                take_client(&relay); // last: what was polled is of the one before
            }
        }
        advance(&relay);
        write_client(&relay);
    }
    return relay.exited && !relay.broken && relay.status_sent ? 0 : 1;
}
