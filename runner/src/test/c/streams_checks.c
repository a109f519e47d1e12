// Many connections over one pair of pipes, to servers of our own.

#include "checks.h"
#include "failure.h"
#include "frames.h"
#include "stream.h"
#include "streams.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum { HEADER = STREAM_MESSAGE_HEADER, FUZZ_ROUNDS = 200, BYTES = 3 << 20 };

struct tunnelled {
    int to;
    int from;
    pid_t pid;
    pid_t box;
};

struct message {
    enum channel channel;
    uint8_t kind;
    uint32_t id;
    uint8_t bytes[STREAM_MESSAGE_MAX];
    size_t size;
};

static struct tunnelled begin(void) {
    int in[2];
    int out[2];
    CHECK(pipe2(in, O_CLOEXEC) == 0 && pipe2(out, O_CLOEXEC) == 0);
    struct tunnelled tunnelled = {.to = in[1], .from = out[0], .box = fork()};
    if (tunnelled.box == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL); // also if a check fails
        close_range(STDERR_FILENO + 1, ~0U, 0);
        pause();
        _exit(0);
    }
    tunnelled.pid = fork();
    if (tunnelled.pid == 0) {
        signal(SIGPIPE, SIG_IGN);
        close(in[1]);
        close(out[0]);
        int result = streams_serve(in[0], out[1], pidfd_open(tunnelled.box, 0));
        if (result < 0) {
            frame_send_failure(out[1]);
        }
        _exit(result < 0 ? 1 : 0);
    }
    close(in[0]);
    close(out[1]);
    return tunnelled;
}

static int end(struct tunnelled *tunnelled) {
    int status;
    close(tunnelled->to);
    CHECK(waitpid(tunnelled->pid, &status, 0) == tunnelled->pid && WIFEXITED(status));
    close(tunnelled->from);
    kill(tunnelled->box, SIGKILL);
    CHECK(waitpid(tunnelled->box, NULL, 0) == tunnelled->box);
    return WEXITSTATUS(status);
}

static void say(const struct tunnelled *tunnelled, uint8_t kind, uint32_t id, const void *bytes, size_t size) {
    uint8_t message[HEADER + STREAM_MESSAGE_MAX] = {kind, (uint8_t)(id >> 24), (uint8_t)(id >> 16), (uint8_t)(id >> 8),
                                                    (uint8_t)id};
    if (size > 0) {
        memcpy(message + HEADER, bytes, size);
    }
    CHECK(frame_send(tunnelled->to, CHANNEL_STREAMS, message, HEADER + size) == 0);
}

static void open_stream(const struct tunnelled *tunnelled, uint32_t id, uint16_t port) {
    const uint8_t bytes[2] = {(uint8_t)(port >> 8), (uint8_t)port};
    say(tunnelled, STREAM_MESSAGE_OPEN, id, bytes, sizeof bytes);
}

static void grant(const struct tunnelled *tunnelled, uint32_t id, uint32_t more) {
    const uint8_t bytes[4] = {(uint8_t)(more >> 24), (uint8_t)(more >> 16), (uint8_t)(more >> 8), (uint8_t)more};
    say(tunnelled, STREAM_MESSAGE_CREDIT, id, bytes, sizeof bytes);
}

static bool read_fully(int fd, void *bytes, size_t size) {
    size_t have = 0;
    while (have < size) {
        ssize_t count = read(fd, (char *)bytes + have, size - have);
        if (count <= 0) {
            return false;
        }
        have += (size_t)count;
    }
    return true;
}

static bool hear(const struct tunnelled *tunnelled, struct message *message) {
    uint8_t bytes[FRAME_HEADER];
    uint8_t head[HEADER];
    struct frame_header header;
    struct pollfd ready = {.fd = tunnelled->from, .events = POLLIN};
    CHECK(poll(&ready, 1, 20000) == 1);
    if (!read_fully(tunnelled->from, bytes, sizeof bytes)) {
        return false;
    }
    CHECK(frame_decode(bytes, &header) == 0);
    message->channel = header.channel;
    message->size = header.payload;
    if (header.channel == CHANNEL_STREAMS) {
        CHECK(header.payload >= HEADER && read_fully(tunnelled->from, head, HEADER));
        message->kind = head[0];
        message->id = (uint32_t)head[1] << 24 | (uint32_t)head[2] << 16 | (uint32_t)head[3] << 8 | head[4];
        message->size -= HEADER;
    }
    CHECK(message->size <= sizeof message->bytes && read_fully(tunnelled->from, message->bytes, message->size));
    return true;
}

static void expect(const struct tunnelled *tunnelled, uint8_t kind, uint32_t id, const char *text) {
    struct message message;
    CHECK(hear(tunnelled, &message) && message.channel == CHANNEL_STREAMS);
    CHECK(message.kind == kind && message.id == id);
    CHECK(message.size == strlen(text) && memcmp(message.bytes, text, message.size) == 0);
}

static int listen_on(uint16_t *port) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    int server = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    CHECK(bind(server, (struct sockaddr *)&address, sizeof address) == 0 && listen(server, 512) == 0);
    CHECK(getsockname(server, (struct sockaddr *)&address, &size) == 0);
    *port = ntohs(address.sin_port);
    return server;
}

static int accept_one(int server) {
    struct pollfd ready = {.fd = server, .events = POLLIN};
    CHECK(poll(&ready, 1, 20000) == 1);
    int accepted = accept4(server, NULL, NULL, SOCK_CLOEXEC);
    CHECK(accepted >= 0);
    return accepted;
}

static void check_both_directions_and_their_ends(void) {
    uint16_t port;
    char heard[16] = {0};
    int server = listen_on(&port);
    struct tunnelled tunnelled = begin();
    open_stream(&tunnelled, 7, port);
    say(&tunnelled, STREAM_MESSAGE_DATA, 7, "hello", 5);
    say(&tunnelled, STREAM_MESSAGE_END, 7, NULL, 0);
    int program = accept_one(server);
    CHECK(read_fully(program, heard, 5) && memcmp(heard, "hello", 5) == 0);
    CHECK(read(program, heard, 1) == 0);
    CHECK(write(program, "and back", 8) == 8);
    expect(&tunnelled, STREAM_MESSAGE_DATA, 7, "and back");
    close(program);
    expect(&tunnelled, STREAM_MESSAGE_END, 7, "");
    // Over for both, so that the number is free
    open_stream(&tunnelled, 7, port);
    program = accept_one(server);
    say(&tunnelled, STREAM_MESSAGE_RESET, 7, NULL, 0);
    CHECK(read(program, heard, 1) < 0);
    close(program);
    close(server);
    CHECK(end(&tunnelled) == 0);
}

static void check_refusals(void) {
    uint16_t port;
    int server = listen_on(&port);
    close(server); // before anybody else has it, too
    struct tunnelled tunnelled = begin();
    open_stream(&tunnelled, 1, port);
    expect(&tunnelled, STREAM_MESSAGE_RESET, 1, "refused");
    server = listen_on(&port);
    for (uint32_t id = 1; id <= STREAMS + 100; id++) {
        open_stream(&tunnelled, id, port);
    }
    for (int i = 0; i < 100; i++) {
        struct message message;
        CHECK(hear(&tunnelled, &message) && message.kind == STREAM_MESSAGE_RESET && message.id > STREAMS);
        CHECK(message.size == 8 && memcmp(message.bytes, "too_many", 8) == 0);
    }
    // What is late for a stream that is over does no harm
    say(&tunnelled, STREAM_MESSAGE_DATA, STREAMS + 5, "late", 4);
    grant(&tunnelled, STREAMS + 5, 1);
    int program = accept_one(server);
    CHECK(write(program, "x", 1) == 1);
    expect(&tunnelled, STREAM_MESSAGE_DATA, 1, "x");
    close(program);
    close(server);
    CHECK(end(&tunnelled) == 0);
}

// The first reads nothing, and neither does the client of the second; the third is not kept waiting
static void check_windows(void) {
    static uint8_t bytes[STREAM_MESSAGE_MAX];
    uint16_t port;
    struct message message;
    int server = listen_on(&port);
    struct tunnelled tunnelled = begin();
    open_stream(&tunnelled, 1, port);
    int deaf = accept_one(server);
    open_stream(&tunnelled, 2, port);
    int talker = accept_one(server);
    pid_t talking = fork();
    if (talking == 0) {
        for (int i = 0; i < BYTES / STREAM_MESSAGE_MAX; i++) {
            CHECK(send(talker, bytes, sizeof bytes, MSG_NOSIGNAL) == sizeof bytes);
        }
        _exit(0);
    }
    close(talker);
    size_t granted = STREAM_WINDOW;
    size_t heard = 0;
    // What the kernel keeps for the deaf one is granted anew, what is held here is not
    for (size_t sent = 0; sent + sizeof bytes <= granted; sent += sizeof bytes) {
        say(&tunnelled, STREAM_MESSAGE_DATA, 1, bytes, sizeof bytes);
        struct pollfd ready = {.fd = tunnelled.from, .events = POLLIN};
        // Of what is granted anew there may be less than a whole message
        while (poll(&ready, 1, sent + 2 * sizeof bytes <= granted ? 0 : 300) == 1) {
            CHECK(hear(&tunnelled, &message) && message.channel == CHANNEL_STREAMS);
            if (message.kind == STREAM_MESSAGE_CREDIT) {
                CHECK(message.id == 1);
                granted += (size_t)message.bytes[0] << 24 | (size_t)message.bytes[1] << 16 |
                           (size_t)message.bytes[2] << 8 | message.bytes[3];
            } else {
                CHECK(message.kind == STREAM_MESSAGE_DATA && message.id == 2);
                heard += message.size;
            }
        }
    }
    CHECK(heard == STREAM_WINDOW);
    open_stream(&tunnelled, 3, port);
    int third = accept_one(server);
    CHECK(write(third, "third", 5) == 5);
    expect(&tunnelled, STREAM_MESSAGE_DATA, 3, "third");
    while (heard < BYTES) {
        grant(&tunnelled, 2, STREAM_WINDOW / 2 < BYTES - heard ? STREAM_WINDOW / 2 : (uint32_t)(BYTES - heard));
        size_t until = heard + STREAM_WINDOW / 2 < BYTES ? heard + STREAM_WINDOW / 2 : BYTES;
        while (heard < until) {
            CHECK(hear(&tunnelled, &message) && message.kind == STREAM_MESSAGE_DATA && message.id == 2);
            heard += message.size;
        }
    }
    grant(&tunnelled, 2, 1); // an end is only read where data could be
    expect(&tunnelled, STREAM_MESSAGE_END, 2, "");
    CHECK(waitpid(talking, NULL, 0) == talking);
    close(deaf);
    close(third);
    close(server);
    CHECK(end(&tunnelled) == 0);
}

static void expect_status(struct tunnelled *tunnelled, const char *begins) {
    struct message message;
    do {
        CHECK(hear(tunnelled, &message));
    } while (message.channel == CHANNEL_STREAMS);
    CHECK(message.channel == CHANNEL_STATUS);
    CHECK(memcmp(message.bytes, begins, strlen(begins)) == 0);
}

static void check_what_is_no_message(void) {
    static const uint8_t more[STREAM_MESSAGE_MAX];
    uint16_t port;
    int server = listen_on(&port);
    for (int one = 0; one < 7; one++) {
        struct tunnelled tunnelled = begin();
        open_stream(&tunnelled, 1, port);
        switch (one) {
        case 0:
            say(&tunnelled, 99, 1, NULL, 0);
            break;
        case 1:
            open_stream(&tunnelled, 1, port);
            break;
        case 2:
            open_stream(&tunnelled, 2, 0);
            break;
        case 3:
            grant(&tunnelled, 1, 1);
            break;
        case 4:
            say(&tunnelled, STREAM_MESSAGE_END, 1, NULL, 0);
            say(&tunnelled, STREAM_MESSAGE_DATA, 1, "x", 1);
            break;
        case 5:
            CHECK(frame_send(tunnelled.to, CHANNEL_STDIN, "x", 1) == 0);
            break;
        default:
            CHECK(frame_send(tunnelled.to, CHANNEL_STREAMS, more, 3) == 0);
            break;
        }
        expect_status(&tunnelled, "failed input");
        CHECK(end(&tunnelled) == 1);
    }
    close(server);
}

static void check_the_end_of_the_box(void) {
    struct tunnelled tunnelled = begin();
    kill(tunnelled.box, SIGKILL);
    expect_status(&tunnelled, "failed box");
    CHECK(end(&tunnelled) == 1);
}

static void check_noise(void) {
    struct dice dice = {.state = 12345};
    for (int round = 0; round < FUZZ_ROUNDS; round++) {
        uint16_t port;
        int server = listen_on(&port);
        struct tunnelled tunnelled = begin();
        signal(SIGPIPE, SIG_IGN);
        for (int i = 0; i < 30; i++) {
            uint8_t message[HEADER + 64] = {(uint8_t)dice_roll(&dice, 7), 0, 0, 0, (uint8_t)dice_roll(&dice, 5)};
            size_t size = HEADER + dice_roll(&dice, 64);
            for (size_t at = HEADER; at < size; at++) {
                message[at] = (uint8_t)dice_roll(&dice, 256);
            }
            if (message[0] == STREAM_MESSAGE_OPEN && dice_roll(&dice, 4) != 0) {
                message[HEADER] = (uint8_t)(port >> 8);
                message[HEADER + 1] = (uint8_t)port;
                size = HEADER + 2;
            }
            if (frame_send(tunnelled.to, CHANNEL_STREAMS, message, size) < 0) {
                failure_forget();
                break;
            }
        }
        CHECK(end(&tunnelled) <= 1);
        close(server);
    }
}

void streams_checks(void) {
    check_both_directions_and_their_ends();
    check_refusals();
    check_windows();
    check_what_is_no_message();
    check_the_end_of_the_box();
    check_noise();
}
