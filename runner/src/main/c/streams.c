#include "streams.h"

#include "failure.h"
#include "frames.h"
#include "stream.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

enum {
    HEADERS = FRAME_HEADER + STREAM_MESSAGE_HEADER,
    BUFFER = 4 * (HEADERS + STREAM_MESSAGE_MAX),
    // Opened beyond what may be; the client is to be told
    REFUSALS = 64,
    FAREWELL_MILLIS = 1000,
};

enum { INPUT, OUTPUT, BOX, FIRST_STREAM, POLLED = FIRST_STREAM + STREAMS };

struct client {
    int input;
    int output;
    int box;

    uint8_t in[BUFFER];
    size_t in_end;

    // At most one frame under way
    uint8_t out[HEADERS + STREAM_MESSAGE_MAX];
    size_t out_start;
    size_t out_end;

    struct stream streams[STREAMS];
    size_t turn; // who is first now
    uint32_t refused[REFUSALS];
    size_t refused_count;
};

static void encode_number(uint8_t bytes[4], uint32_t number) {
    bytes[0] = (uint8_t)(number >> 24);
    bytes[1] = (uint8_t)(number >> 16);
    bytes[2] = (uint8_t)(number >> 8);
    bytes[3] = (uint8_t)number;
}

static uint32_t decode_number(const uint8_t bytes[4]) {
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | (uint32_t)bytes[3];
}

// --- to the client ---------------------------------------------------------------------------------------------

// -1 if nobody reads it
static int write_client(struct client *client) {
    while (client->out_start < client->out_end) {
        ssize_t count = write(client->output, client->out + client->out_start, client->out_end - client->out_start);
        if (count < 0 && errno == EAGAIN) {
            return 0;
        }
        if (count < 0 && errno != EINTR) {
            return fail("output", "write");
        }
        client->out_start += count < 0 ? 0 : (size_t)count;
    }
    client->out_start = client->out_end = 0;
    return 0;
}

// The payload is in its place already
static int send_message(struct client *client, enum stream_message kind, uint32_t id, size_t payload) {
    frame_encode(client->out, CHANNEL_STREAMS, STREAM_MESSAGE_HEADER + payload);
    client->out[FRAME_HEADER] = (uint8_t)kind;
    encode_number(client->out + FRAME_HEADER + 1, id);
    client->out_end = HEADERS + payload;
    return write_client(client);
}

static int send_reset(struct client *client, uint32_t id, const char *reason) {
    size_t length = strlen(reason);
    memcpy(client->out + HEADERS, reason, length);
    return send_message(client, STREAM_MESSAGE_RESET, id, length);
}

// What the client is to be told of a stream, but for what comes from the box. 1 if that was something, 0, -1
static int tell(struct client *client, struct stream *stream) {
    if (stream->state == STREAM_LOST) {
        stream->state = STREAM_UNUSED;
        return send_reset(client, stream->id, stream->reason) < 0 ? -1 : 1;
    }
    if (stream->taken >= STREAM_GRANT && !stream->client_ended) {
        encode_number(client->out + HEADERS, stream->taken);
        stream->room += stream->taken;
        stream->taken = 0;
        return send_message(client, STREAM_MESSAGE_CREDIT, stream->id, sizeof stream->taken) < 0 ? -1 : 1;
    }
    if (stream->end_due) {
        stream->end_due = false;
        return send_message(client, STREAM_MESSAGE_END, stream->id, 0) < 0 ? -1 : 1;
    }
    if (stream_is_over(stream)) {
        stream_drop(stream);
    }
    return 0;
}

static int tell_all(struct client *client) {
    while (client->refused_count > 0 && client->out_end == 0) {
        client->refused_count--;
        if (send_reset(client, client->refused[client->refused_count], "too_many") < 0) {
            return -1;
        }
    }
    for (size_t i = 0; i < STREAMS; i++) {
        struct stream *stream = &client->streams[(client->turn + i) % STREAMS];
        int told = 1;
        while (told == 1 && client->out_end == 0 && stream->state != STREAM_UNUSED) {
            told = tell(client, stream);
        }
        if (told < 0) {
            return -1;
        }
    }
    return 0;
}

// --- from the client -------------------------------------------------------------------------------------------

static struct stream *find(struct client *client, uint32_t id) {
    for (size_t i = 0; i < STREAMS; i++) {
        if (client->streams[i].state != STREAM_UNUSED && client->streams[i].id == id) {
            return &client->streams[i];
        }
    }
    return NULL;
}

static int take_open(struct client *client, uint32_t id, const uint8_t *payload, size_t size) {
    uint16_t port = 0;
    if (size == sizeof port) {
        port = (uint16_t)(payload[0] << 8 | payload[1]);
    }
    if (id == 0 || port == 0 || find(client, id) != NULL) {
        return fail_with("input", EPROTO, "open");
    }
    for (size_t i = 0; i < STREAMS; i++) {
        if (client->streams[i].state == STREAM_UNUSED) {
            stream_open(&client->streams[i], id, port);
            return 0;
        }
    }
    client->refused[client->refused_count++] = id;
    return 0;
}

static int take_data(struct stream *stream, const uint8_t *payload, size_t size) {
    if (size > stream->room || stream->client_ended) {
        return fail_with("input", EPROTO, "more than was granted");
    }
    stream_give(stream, payload, size);
    return 0;
}

static int take_credit(struct stream *stream, const uint8_t *payload, size_t size) {
    uint32_t more = size == 4 ? decode_number(payload) : 0;
    if (more == 0 || more > STREAM_WINDOW || stream->credit > STREAM_WINDOW - more) {
        return fail_with("input", EPROTO, "credit");
    }
    stream->credit += more;
    return 0;
}

// What comes for a stream that is over crossed with the end of it
static int take_message(struct client *client, const uint8_t *message, size_t size) {
    if (size < STREAM_MESSAGE_HEADER) {
        return fail_with("input", EPROTO, "length of a message");
    }
    uint8_t kind = message[0];
    uint32_t id = decode_number(message + 1);
    const uint8_t *payload = message + STREAM_MESSAGE_HEADER;
    size -= STREAM_MESSAGE_HEADER;
    struct stream *stream = find(client, id);
    switch (kind) {
    case STREAM_MESSAGE_OPEN:
        return take_open(client, id, payload, size);
    case STREAM_MESSAGE_DATA:
        return stream == NULL ? 0 : take_data(stream, payload, size);
    case STREAM_MESSAGE_END:
        if (stream != NULL) {
            stream_end(stream);
        }
        return 0;
    case STREAM_MESSAGE_RESET:
        if (stream != NULL) {
            stream_drop(stream);
        }
        return 0;
    case STREAM_MESSAGE_CREDIT:
        return stream == NULL ? 0 : take_credit(stream, payload, size);
    default:
        return fail_with("input", EPROTO, "kind of a message");
    }
}

static int take_messages(struct client *client) {
    size_t start = 0;
    while (client->in_end - start >= FRAME_HEADER && client->refused_count < REFUSALS) {
        struct frame_header header;
        if (frame_decode(client->in + start, &header) < 0 || header.channel != CHANNEL_STREAMS ||
            header.payload > STREAM_MESSAGE_HEADER + STREAM_MESSAGE_MAX) {
            return fail_with("input", EPROTO, "frame");
        }
        if (client->in_end - start - FRAME_HEADER < header.payload) {
            break;
        }
        if (take_message(client, client->in + start + FRAME_HEADER, header.payload) < 0) {
            return -1;
        }
        start += FRAME_HEADER + header.payload;
    }
    memmove(client->in, client->in + start, client->in_end - start);
    client->in_end -= start;
    return 0;
}

// 1 while it goes on, 0 when the client has ended
static int read_client(struct client *client) {
    ssize_t count = read(client->input, client->in + client->in_end, BUFFER - client->in_end);
    if (count == 0) {
        return 0;
    }
    if (count < 0) {
        return errno == EAGAIN || errno == EINTR ? 1 : fail("input", "read");
    }
    client->in_end += (size_t)count;
    return 1;
}

// --- together --------------------------------------------------------------------------------------------------

static struct pollfd interest(const struct stream *stream, bool writing) {
    short events = 0;
    if (stream->state == STREAM_CONNECTING || (stream->state == STREAM_OPEN && stream->held != NULL)) {
        events |= POLLOUT;
    }
    if (stream->state == STREAM_OPEN && !stream->box_ended && stream->credit > 0 && !writing) {
        events |= POLLIN;
    }
    // Without an event that is waited for, the end of a connection would be told again and again
    return (struct pollfd){.fd = events == 0 ? -1 : stream->fd, .events = events};
}

static void choose(const struct client *client, struct pollfd fds[POLLED]) {
    bool writing = client->out_end > 0;
    bool full = client->in_end == BUFFER || client->refused_count == REFUSALS;
    fds[INPUT] = (struct pollfd){.fd = client->input, .events = full ? 0 : POLLIN};
    fds[OUTPUT] = (struct pollfd){.fd = client->output, .events = writing ? POLLOUT : 0};
    fds[BOX] = (struct pollfd){.fd = client->box, .events = POLLIN};
    for (size_t i = 0; i < STREAMS; i++) {
        fds[FIRST_STREAM + i] = interest(&client->streams[i], writing);
    }
}

static int serve_streams(struct client *client, const struct pollfd fds[POLLED]) {
    for (size_t i = 0; i < STREAMS; i++) {
        size_t place = (client->turn + i) % STREAMS;
        struct stream *stream = &client->streams[place];
        const struct pollfd *polled = &fds[FIRST_STREAM + place];
        // It may be another one by now, which has not been waited for
        if (polled->fd < 0 || polled->revents == 0 || stream->fd != polled->fd) {
            continue;
        }
        if ((polled->events & POLLOUT) != 0 && stream->state != STREAM_LOST) {
            stream_advance(stream);
        }
        if ((polled->events & POLLIN) != 0 && (polled->revents & ~POLLOUT) != 0 && stream->state == STREAM_OPEN &&
            client->out_end == 0) {
            size_t count = stream_take(stream, client->out + HEADERS, STREAM_MESSAGE_MAX);
            if (count > 0 && send_message(client, STREAM_MESSAGE_DATA, stream->id, count) < 0) {
                return -1;
            }
        }
    }
    client->turn = (client->turn + 1) % STREAMS;
    return 0;
}

// Half a frame would hide how it ended; but who is in a box that is gone keeps its network, and must not wait long
static void finish_frame(struct client *client) {
    struct pollfd ready = {.fd = client->output, .events = POLLOUT};
    for (int wait = 0; wait < FAREWELL_MILLIS / 50 && client->out_end > 0; wait++) {
        poll(&ready, 1, 50);
        if (write_client(client) < 0) {
            return;
        }
    }
}

// Until nothing is left to be told now; that makes room for messages, which may lead to more
static int settle(struct client *client) {
    size_t before;
    do {
        before = client->in_end;
        if (take_messages(client) < 0 || tell_all(client) < 0) {
            return -1;
        }
    } while (client->in_end != before);
    return 0;
}

static int serve(struct client *client) {
    for (;;) {
        struct pollfd fds[POLLED];
        if (settle(client) < 0) {
            return -1;
        }
        choose(client, fds);
        if (poll(fds, POLLED, -1) < 0) {
            continue;
        }
        if (fds[BOX].revents != 0) {
            return fail_with("box", ESRCH, "it has stopped");
        }
        if ((fds[OUTPUT].revents & (POLLERR | POLLNVAL)) != 0 || write_client(client) < 0) {
            return fail("output", "write");
        }
        if (fds[INPUT].revents != 0) {
            int result = read_client(client);
            if (result <= 0) {
                return result;
            }
        }
        if (serve_streams(client, fds) < 0) {
            return -1;
        }
    }
}

int streams_serve(int input, int output, int box) {
    static struct client client;
    client = (struct client){.input = input, .output = output, .box = box};
    fcntl(input, F_SETFL, fcntl(input, F_GETFL) | O_NONBLOCK);
    fcntl(output, F_SETFL, fcntl(output, F_GETFL) | O_NONBLOCK);
    int result = serve(&client);
    finish_frame(&client);
    for (size_t i = 0; i < STREAMS; i++) {
        if (client.streams[i].state != STREAM_UNUSED) {
            stream_drop(&client.streams[i]);
        }
    }
    return result;
}
