#include "stream.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
    ADDRESSES = 2,
    // A program that does not accept: after about 15 seconds
    SYNS = 3,
};

// Many servers of development listen on one of them only
static socklen_t local_address(size_t which, uint16_t port, struct sockaddr_storage *address) {
    *address = (struct sockaddr_storage){0};
    if (which == 0) {
        struct sockaddr_in v4 = {
            .sin_family = AF_INET,
            .sin_port = htons(port),
            .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
        };
        memcpy(address, &v4, sizeof v4);
        return sizeof v4;
    }
    struct sockaddr_in6 v6 = {.sin6_family = AF_INET6, .sin6_port = htons(port), .sin6_addr = in6addr_loopback};
    memcpy(address, &v6, sizeof v6);
    return sizeof v6;
}

static void close_socket(struct stream *stream) {
    if (stream->fd >= 0) {
        close(stream->fd);
        stream->fd = -1;
    }
}

static int begin_connect(struct stream *stream) {
    struct sockaddr_storage address;
    const int yes = 1;
    const int syns = SYNS;
    socklen_t size = local_address(stream->address, stream->port, &address);
    stream->fd = socket(address.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (stream->fd < 0 || setsockopt(stream->fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes) < 0 ||
        setsockopt(stream->fd, IPPROTO_TCP, TCP_SYNCNT, &syns, sizeof syns) < 0) {
        return -1;
    }
    if (connect(stream->fd, (const struct sockaddr *)&address, size) == 0) {
        stream->state = STREAM_OPEN;
        return 0;
    }
    stream->state = STREAM_CONNECTING;
    return errno == EINPROGRESS ? 0 : -1;
}

static const char *reason_of(int error) {
    switch (error) {
    case ECONNREFUSED:
        return "refused";
    case ETIMEDOUT:
        return "timeout";
    default:
        return "unreachable";
    }
}

static void connect_next(struct stream *stream) {
    for (; stream->address < ADDRESSES; stream->address++) {
        if (begin_connect(stream) == 0) {
            return;
        }
        if (stream->error == 0) {
            stream->error = errno;
        }
        close_socket(stream);
    }
    stream_lose(stream, reason_of(stream->error));
}

void stream_open(struct stream *stream, uint32_t id, uint16_t port) {
    *stream = (struct stream){
        .id = id,
        .port = port,
        .fd = -1,
        .credit = STREAM_WINDOW,
        .room = STREAM_WINDOW,
    };
    connect_next(stream);
}

static void shut_if_all_is_given(struct stream *stream) {
    if (stream->state == STREAM_OPEN && stream->client_ended && stream->held == NULL && !stream->shut) {
        stream->shut = true;
        shutdown(stream->fd, SHUT_WR);
    }
}

// How much of it the box took; -1 if it is lost
static ssize_t give_now(struct stream *stream, const uint8_t *bytes, size_t size) {
    ssize_t count = send(stream->fd, bytes, size, MSG_NOSIGNAL);
    if (count < 0 && (errno == EAGAIN || errno == EINTR)) {
        return 0;
    }
    if (count < 0) {
        stream_lose(stream, "reset");
        return -1;
    }
    stream->taken += (uint32_t)count;
    return count;
}

static void hold(struct stream *stream, const uint8_t *bytes, size_t size) {
    if (stream->held == NULL) {
        stream->held = malloc(STREAM_WINDOW);
        stream->held_start = stream->held_end = 0;
    }
    if (stream->held == NULL) {
        stream_lose(stream, "memory");
        return;
    }
    if (STREAM_WINDOW - stream->held_end < size) {
        memmove(stream->held, stream->held + stream->held_start, stream->held_end - stream->held_start);
        stream->held_end -= stream->held_start;
        stream->held_start = 0;
    }
    memcpy(stream->held + stream->held_end, bytes, size);
    stream->held_end += size;
}

void stream_give(struct stream *stream, const uint8_t *bytes, size_t size) {
    stream->room -= (uint32_t)size;
    if (stream->state == STREAM_LOST) {
        return;
    }
    size_t given = 0;
    if (stream->state == STREAM_OPEN && stream->held == NULL) {
        ssize_t count = give_now(stream, bytes, size);
        if (count < 0) {
            return;
        }
        given = (size_t)count;
    }
    if (given < size) {
        hold(stream, bytes + given, size - given);
    }
}

void stream_end(struct stream *stream) {
    stream->client_ended = true;
    shut_if_all_is_given(stream);
}

static void give_what_is_held(struct stream *stream) {
    ssize_t count = give_now(stream, stream->held + stream->held_start, stream->held_end - stream->held_start);
    if (count < 0) {
        return;
    }
    stream->held_start += (size_t)count;
    if (stream->held_start == stream->held_end) {
        free(stream->held);
        stream->held = NULL;
    }
}

void stream_advance(struct stream *stream) {
    if (stream->state == STREAM_CONNECTING) {
        int error = 0;
        socklen_t size = sizeof error;
        if (getsockopt(stream->fd, SOL_SOCKET, SO_ERROR, &error, &size) < 0 || error != 0) {
            stream->error = stream->error == 0 ? error : stream->error;
            stream->address++;
            close_socket(stream);
            connect_next(stream);
        } else {
            stream->state = STREAM_OPEN;
        }
    }
    if (stream->state == STREAM_OPEN && stream->held != NULL) {
        give_what_is_held(stream);
    }
    shut_if_all_is_given(stream);
}

size_t stream_take(struct stream *stream, uint8_t *bytes, size_t size) {
    size_t want = stream->credit < size ? stream->credit : size;
    ssize_t count = recv(stream->fd, bytes, want, 0);
    if (count > 0) {
        stream->credit -= (uint32_t)count;
        return (size_t)count;
    }
    if (count == 0) {
        stream->box_ended = stream->end_due = true;
    } else if (errno != EAGAIN && errno != EINTR) {
        stream_lose(stream, "reset");
    }
    return 0;
}

bool stream_is_over(const struct stream *stream) {
    return stream->state == STREAM_OPEN && stream->box_ended && !stream->end_due && stream->shut;
}

static void abandon(struct stream *stream) {
    // Closed like this, it is a reset for the other end, not an end
    const struct linger none = {.l_onoff = 1, .l_linger = 0};
    if (stream->fd >= 0) {
        setsockopt(stream->fd, SOL_SOCKET, SO_LINGER, &none, sizeof none);
    }
    close_socket(stream);
    free(stream->held);
    stream->held = NULL;
}

void stream_lose(struct stream *stream, const char *reason) {
    abandon(stream);
    stream->state = STREAM_LOST;
    stream->reason = reason;
}

void stream_drop(struct stream *stream) {
    if (stream_is_over(stream)) {
        close_socket(stream);
    } else {
        abandon(stream);
    }
    stream->state = STREAM_UNUSED;
}
