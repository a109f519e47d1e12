#include "attach.h"

#include "deadline.h"
#include "failure.h"
#include "frames.h"
#include "plan.h"
#include "session_directory.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

enum { ATTACH_SECONDS = 15, PIECE = 64 * 1024 };

// One direction
struct stream {
    int from;
    int to;
    bool ended;
    size_t start;
    size_t end;
    char bytes[PIECE];
};

// Where the frames are that pass, of which none is held: whether the last word of a session was among them
struct reader {
    uint8_t head[FRAME_HEADER];
    size_t head_size;
    size_t left;
    bool last_word;
};

static void follow(struct reader *reader, const char *bytes, size_t size) {
    while (size > 0) {
        if (reader->left > 0) {
            size_t skipped = reader->left < size ? reader->left : size;
            reader->left -= skipped;
            bytes += skipped;
            size -= skipped;
            continue;
        }
        struct frame_header header;
        reader->head[reader->head_size++] = (uint8_t)*bytes++;
        size--;
        if (reader->head_size == FRAME_HEADER) {
            reader->head_size = 0;
            if (frame_decode(reader->head, &header) == 0) {
                reader->left = header.payload;
                reader->last_word = reader->last_word || header.channel == CHANNEL_STATUS;
            }
        }
    }
}

static bool must_wait(void) {
    return errno == EAGAIN || errno == EINTR;
}

// What was read is in the stream's bytes from *before on
static void take(struct stream *stream, size_t *before) {
    if (stream->start == stream->end) {
        stream->start = stream->end = 0;
    }
    *before = stream->end;
    ssize_t count = read(stream->from, stream->bytes + stream->end, PIECE - stream->end);
    if (count > 0) {
        stream->end += (size_t)count;
    } else if (count == 0 || !must_wait()) {
        stream->ended = true;
    }
}

// False to who hears no more
static bool give(struct stream *stream) {
    ssize_t count = write(stream->to, stream->bytes + stream->start, stream->end - stream->start);
    if (count > 0) {
        stream->start += (size_t)count;
    }
    return count >= 0 || must_wait();
}

static bool has_room(const struct stream *stream) {
    return !stream->ended && (stream->end < PIECE || stream->start == stream->end);
}

static bool has_some(const struct stream *stream) {
    return stream->start < stream->end;
}

enum { CLIENT_IN, CLIENT_OUT, SOCKET_IN, SOCKET_OUT, POLLED };

// Until either side has gone: what the supervisor said last is given to the client first
static void pass(struct stream *in, struct stream *out, struct reader *reader) {
    while (!in->ended && (!out->ended || has_some(out))) {
        // With nothing to read or write, poll still tells of an end
        struct pollfd fds[POLLED] = {
            {.fd = in->from, .events = has_room(in) ? POLLIN : 0},
            {.fd = has_some(out) ? out->to : -1, .events = POLLOUT},
            {.fd = has_room(out) ? out->from : -1, .events = POLLIN},
            {.fd = has_some(in) && !out->ended ? in->to : -1, .events = POLLOUT},
        };
        size_t before;
        if (poll(fds, POLLED, -1) < 0) {
            continue;
        }
        if ((fds[CLIENT_IN].revents & (POLLIN | POLLHUP | POLLERR)) != 0) {
            if (has_room(in)) {
                take(in, &before);
            } else {
                in->ended = true;
            }
        }
        if (fds[SOCKET_IN].revents != 0) {
            take(out, &before);
            follow(reader, out->bytes + before, out->end - before);
        }
        if (fds[SOCKET_OUT].revents != 0 && !give(in)) {
            in->start = in->end = 0; // the end of what it says tells
        }
        if (fds[CLIENT_OUT].revents != 0 && !give(out)) {
            in->ended = true;
        }
    }
}

static void set_blocking(int fd, bool blocking) {
    int flags = fcntl(fd, F_GETFL);
    fcntl(fd, F_SETFL, blocking ? flags & ~O_NONBLOCK : flags | O_NONBLOCK);
}

static const char *name_of(const char *session) {
    const char *slash = strrchr(session, '/');
    return slash == NULL ? session : slash + 1;
}

static int tell_of(const char *session) {
    int directory = open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (directory < 0 || faccessat(directory, "supervisor", F_OK, AT_SYMLINK_NOFOLLOW) < 0) {
        return fail("session", name_of(session));
    }
    int result = session_tell(STDOUT_FILENO, name_of(session), directory);
    close(directory);
    return result;
}

static int tell_why(const char *session) {
    int directory = open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool is_there = directory >= 0 && session_supervisor(directory) > 0;
    if (directory >= 0) {
        close(directory);
    }
    return is_there ? fail_with("taken_over", EPIPE, "another client has come") : tell_of(session);
}

// What is known of it comes first: a client that then does not say anything leaves the one that is there alone
static int introduce(const char *session) {
    struct pollfd client = {.fd = STDIN_FILENO, .events = POLLIN};
    if (chdir(session) < 0) {
        return fail("session", name_of(session));
    }
    if (tell_of(session) < 0) {
        return -1;
    }
    while (poll(&client, 1, -1) < 0 && errno == EINTR) {
        // again
    }
    return (client.revents & POLLIN) != 0 ? 1 : 0;
}

static int converse(const char *session) {
    static struct stream in;
    static struct stream out;
    const struct sockaddr_un address = {.sun_family = AF_UNIX, .sun_path = "socket"};
    struct reader reader = {0};
    if (chdir(session) < 0) {
        return fail("session", name_of(session));
    }
    int supervisor = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (supervisor < 0) {
        return fail("session", "socket");
    }
    if (connect(supervisor, (const struct sockaddr *)&address, sizeof address) < 0) {
        return errno == ECONNREFUSED || errno == ENOENT ? tell_of(session) : fail("session", "socket");
    }
    deadline_end();
    in.from = STDIN_FILENO;
    in.to = out.from = supervisor;
    out.to = STDOUT_FILENO;
    const int both[] = {STDIN_FILENO, STDOUT_FILENO, supervisor};
    for (size_t i = 0; i < 3; i++) {
        set_blocking(both[i], false);
    }
    pass(&in, &out, &reader);
    if (in.ended || reader.last_word) {
        return 0;
    }
    set_blocking(STDOUT_FILENO, true);
    return tell_why(session);
}

int attach_to(const char *session) {
    // Nothing is to be undone: the default action of a signal that asks us to end will do
    signal(SIGTERM, SIG_DFL);
    signal(SIGINT, SIG_DFL);
    signal(SIGHUP, SIG_DFL);
    if (converse(session) < 0) {
        frame_send_failure(STDOUT_FILENO);
        return 1;
    }
    return 0;
}

int attach(void) {
    char *payload;
    size_t length;
    struct plan plan;
    deadline_begin(ATTACH_SECONDS);
    signal(SIGPIPE, SIG_IGN);
    if (frame_receive_plan(STDIN_FILENO, &payload, &length) < 0 ||
        plan_parse(&plan, PLAN_ATTACH, payload, length) < 0) {
        frame_send_failure(STDOUT_FILENO);
        return 1;
    }
    // A client may take its time
    deadline_end();
    int goes_on = introduce(plan.session);
    if (goes_on < 0) {
        frame_send_failure(STDOUT_FILENO);
    }
    return goes_on > 0 ? attach_to(plan.session) : goes_on < 0;
}
