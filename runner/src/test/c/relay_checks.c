// The relay between a client and a child of ours, without any box.

#include "checks.h"
#include "failure.h"
#include "frames.h"
#include "process.h"
#include "relay.h"

#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { FUZZ_ROUNDS = 300, BYTES = 3 << 20 };

struct session {
    int to; // frames for the relay
    int from;
    pid_t relay;
};

static struct session open_session(const char *script) {
    int in[2];
    int out[2];
    CHECK(pipe2(in, O_CLOEXEC) == 0 && pipe2(out, O_CLOEXEC) == 0);
    struct session session = {.to = in[1], .from = out[0], .relay = fork()};
    if (session.relay == 0) {
        int pipes[3][2];
        signal(SIGPIPE, SIG_IGN);
        close(in[1]);
        close(out[0]);
        for (int i = 0; i < 3; i++) {
            CHECK(pipe2(pipes[i], O_CLOEXEC) == 0);
        }
        pid_t child = fork();
        if (child == 0) {
            setpgid(0, 0);
            process_reset(); // as every process of a box begins; a shell cannot trap what came to it ignored
            dup2(pipes[0][0], 0);
            dup2(pipes[1][1], 1);
            dup2(pipes[2][1], 2);
            execl("/bin/sh", "sh", "-c", script, (char *)NULL);
            _exit(127);
        }
        setpgid(child, child);
        close(pipes[0][0]);
        close(pipes[1][1]);
        close(pipes[2][1]);
        const struct relay_process process = {
            .pid = child,
            .pidfd = pidfd_open(child, 0),
            .input = pipes[0][1],
            .output = pipes[1][0],
            .error = pipes[2][0],
        };
        const struct relay_client client = {
            .input = in[0],
            .output = out[1],
            .listener = -1,
            .journal = 128 * 1024,
        };
        _exit(relay(&client, &process));
    }
    close(in[0]);
    close(out[1]);
    return session;
}

struct result {
    size_t output;
    uint64_t sum;
    char error[256];
    char status[256];
    int exit;
};

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

static struct result finish(struct session *session) {
    static char payload[FRAME_PAYLOAD_MAX + 1];
    struct result result = {0};
    uint8_t bytes[FRAME_HEADER];
    struct frame_header header;
    while (read_fully(session->from, bytes, sizeof bytes)) {
        CHECK(frame_decode(bytes, &header) == 0);
        CHECK(read_fully(session->from, payload, header.payload));
        payload[header.payload] = '\0';
        CHECK(result.status[0] == '\0');
        if (header.channel == CHANNEL_STDOUT) {
            result.output += header.payload;
            for (size_t i = 0; i < header.payload; i++) {
                result.sum += (unsigned char)payload[i];
            }
        } else if (header.channel == CHANNEL_STDERR) {
            strncat(result.error, payload, sizeof result.error - 1 - strlen(result.error));
        } else {
            CHECK(header.channel == CHANNEL_STATUS && header.payload < sizeof result.status);
            memcpy(result.status, payload, header.payload + 1);
        }
    }
    int status;
    CHECK(waitpid(session->relay, &status, 0) == session->relay && WIFEXITED(status));
    result.exit = WEXITSTATUS(status);
    close(session->from);
    return result;
}

static void send_text(const struct session *session, enum channel channel, const char *text) {
    CHECK(frame_send(session->to, channel, text, strlen(text)) == 0);
}

static void half_close(const struct session *session) {
    CHECK(frame_send(session->to, CHANNEL_HALF_CLOSE, "", 1) == 0);
}

static int64_t millis(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

static void streams_and_status_arrive(void) {
    struct session session = open_session("cat; echo oops >&2; exit 7");
    send_text(&session, CHANNEL_STDIN, "hello ");
    send_text(&session, CHANNEL_STDIN, "");
    send_text(&session, CHANNEL_STDIN, "world");
    half_close(&session);
    struct result result = finish(&session);
    close(session.to);
    CHECK(result.output == 11 && strcmp(result.error, "oops\n") == 0);
    CHECK(strcmp(result.status, "exited 7") == 0 && result.exit == 0);
}

static void much_goes_through_both_ways_at_once(void) {
    static char block[100000];
    struct session session = open_session("cat");
    memset(block, 3, sizeof block);
    pid_t writer = fork();
    if (writer == 0) {
        for (size_t left = BYTES; left > 0;) {
            size_t size = left < sizeof block ? left : sizeof block;
            CHECK(frame_send(session.to, CHANNEL_STDIN, block, size) == 0);
            left -= size;
        }
        half_close(&session);
        pause();
    }
    struct result result = finish(&session);
    CHECK(result.output == BYTES && result.sum == (uint64_t)BYTES * 3);
    CHECK(strcmp(result.status, "exited 0") == 0);
    kill(writer, SIGKILL);
    CHECK(waitpid(writer, NULL, 0) == writer);
    close(session.to);
}

static void a_signal_reaches_the_whole_group(void) {
    struct session session = open_session("trap 'echo got >&2; exit 3' INT; echo up >&2; sleep 60 & wait");
    char first[FRAME_HEADER + 3];
    CHECK(read_fully(session.from, first, sizeof first));
    send_text(&session, CHANNEL_CONTROL, "signal 2");
    struct result result = finish(&session);
    close(session.to);
    CHECK(strcmp(result.error, "got\n") == 0 && strcmp(result.status, "exited 3") == 0);
}

static void a_client_that_goes_ends_the_process(void) {
    struct session session = open_session("echo up; exec sleep 60");
    char first[FRAME_HEADER + 3];
    CHECK(read_fully(session.from, first, sizeof first));
    int64_t before = millis();
    close(session.to);
    struct result result = finish(&session);
    CHECK(strcmp(result.status, "signalled 1") == 0 && millis() - before < 1500);
}

static void a_process_that_ignores_the_hangup_is_killed(void) {
    struct session session = open_session("trap '' HUP; echo up; while :; do sleep 60; done");
    char first[FRAME_HEADER + 3];
    CHECK(read_fully(session.from, first, sizeof first));
    int64_t before = millis();
    close(session.to);
    struct result result = finish(&session);
    int64_t took = millis() - before;
    CHECK(strcmp(result.status, "signalled 9") == 0 && took >= 1900 && took < 5000);
}

static void the_client_is_missed_while_the_process_does_not_read(void) {
    static char block[400000];
    struct session session = open_session("exec sleep 60");
    pid_t writer = fork();
    if (writer == 0) {
        signal(SIGPIPE, SIG_IGN);
        frame_send(session.to, CHANNEL_STDIN, block, sizeof block);
        _exit(0);
    }
    close(session.to);
    // The writer is stuck: only a reader's end, or its own, frees it
    kill(writer, SIGKILL);
    CHECK(waitpid(writer, NULL, 0) == writer);
    struct result result = finish(&session);
    CHECK(strcmp(result.status, "signalled 1") == 0);
}

static void a_grandchild_with_the_pipe_is_not_waited_for(void) {
    struct session session = open_session("sleep 4 & echo done; exit 4");
    int64_t before = millis();
    struct result result = finish(&session);
    close(session.to);
    CHECK(result.output == 5 && strcmp(result.status, "exited 4") == 0);
    CHECK(millis() - before < 2000);
}

static void a_talking_grandchild_is_not_waited_for_either(void) {
    struct session session = open_session("while :; do echo x; sleep 0.01; done & echo $! >&2; exit 0");
    int64_t before = millis();
    struct result result = finish(&session);
    close(session.to);
    CHECK(strcmp(result.status, "exited 0") == 0 && millis() - before < 4000);
}

static void all_that_was_written_before_the_exit_arrives_however_slowly_it_is_read(void) {
    struct session session = open_session("head -c 60000 /dev/zero; head -c 50000 /dev/zero >&2; exit 0");
    const struct timespec slow = {.tv_nsec = 400000000};
    nanosleep(&slow, NULL);
    struct result result = finish(&session);
    close(session.to);
    CHECK(result.output == 60000 && strcmp(result.status, "exited 0") == 0);
}

static void a_closed_stdin_of_the_process_is_no_error(void) {
    struct session session = open_session("exec <&-; echo up; sleep 0.2; exit 5");
    char first[FRAME_HEADER + 3];
    CHECK(read_fully(session.from, first, sizeof first));
    for (int i = 0; i < 50; i++) {
        send_text(&session, CHANNEL_STDIN, "nobody reads this");
    }
    struct result result = finish(&session);
    close(session.to);
    CHECK(strcmp(result.status, "exited 5") == 0);
}

static void what_is_no_frame_ends_the_process(void) {
    struct session session = open_session("exec sleep 60");
    CHECK(write(session.to, "\0\0\0\0\0", 5) == 5);
    struct result result = finish(&session);
    close(session.to);
    CHECK(strncmp(result.status, "failed input 71 ", 16) == 0 && result.exit == 1);
}

static void a_bad_control_frame_ends_the_process(void) {
    static const char *const bad[] = {"signal 0", "signal 65", "signal -1", "signal", "signal 2 ", "kill 9", "attach", ""};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct session session = open_session("exec sleep 60");
        send_text(&session, CHANNEL_CONTROL, bad[i]);
        struct result result = finish(&session);
        close(session.to);
        CHECK(strncmp(result.status, "failed input 71 ", 16) == 0);
    }
}

static void any_bytes_lead_to_one_status(void) {
    struct dice dice = {21};
    for (int i = 0; i < FUZZ_ROUNDS; i++) {
        static const uint8_t channels[] = {0, 0, 0, 5, 255, 1, 6, 77};
        uint8_t bytes[600];
        size_t used = 0;
        while (used + 64 < sizeof bytes) {
            uint32_t payload = dice_roll(&dice, 40);
            frame_encode(bytes + used, channels[dice_roll(&dice, sizeof channels)], payload);
            if (dice_roll(&dice, 20) == 0) {
                bytes[used + dice_roll(&dice, 4)] = (uint8_t)dice_roll(&dice, 256);
            }
            used += FRAME_HEADER;
            memset(bytes + used, dice_roll(&dice, 2) == 0 ? 0 : 's', payload);
            if (payload == 8 && dice_roll(&dice, 2) == 0) {
                memcpy(bytes + used, "signal 1", 8);
            }
            used += payload;
        }
        struct session session = open_session("exec cat");
        CHECK(write(session.to, bytes, used) == (ssize_t)used);
        close(session.to);
        struct result result = finish(&session);
        CHECK(result.status[0] != '\0');
    }
}

void relay_checks(void) {
    signal(SIGPIPE, SIG_IGN);
    streams_and_status_arrive();
    much_goes_through_both_ways_at_once();
    a_signal_reaches_the_whole_group();
    a_client_that_goes_ends_the_process();
    a_process_that_ignores_the_hangup_is_killed();
    the_client_is_missed_while_the_process_does_not_read();
    a_grandchild_with_the_pipe_is_not_waited_for();
    a_talking_grandchild_is_not_waited_for_either();
    all_that_was_written_before_the_exit_arrives_however_slowly_it_is_read();
    a_closed_stdin_of_the_process_is_no_error();
    what_is_no_frame_ends_the_process();
    a_bad_control_frame_ends_the_process();
    any_bytes_lead_to_one_status();
}
