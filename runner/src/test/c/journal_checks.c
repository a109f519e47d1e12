// What is kept of the output, against a plain copy of it.

#include "checks.h"
#include "journal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { SIZE = 4096, ROUNDS = 20000, SAID_MAX = 1 << 24 };

// Everything that was ever said, by stream
struct copy {
    uint8_t *bytes[JOURNAL_STREAMS];
};

static struct iovec pieces[2];

static size_t copy_part(const struct journal *journal, const struct journal_part *part, uint8_t *into) {
    size_t have = 0;
    int count = journal_pieces(journal, part, 0, pieces);
    for (int i = 0; i < count; i++) {
        memcpy(into + have, pieces[i].iov_base, pieces[i].iov_len);
        have += pieces[i].iov_len;
    }
    return have;
}

static ssize_t say(struct journal *journal, int pipe[2], enum channel channel, const uint8_t *bytes, size_t size) {
    CHECK(write(pipe[1], bytes, size) == (ssize_t)size);
    ssize_t taken = journal_read(journal, channel, pipe[0]);
    uint8_t rest[SIZE];
    while (read(pipe[0], rest, sizeof rest) > 0) {
    }
    return taken;
}

static void what_is_confirmed_goes_and_what_is_not_stays(void) {
    struct journal journal;
    struct journal_cursor cursor;
    struct journal_part part;
    int pipe[2];
    uint8_t bytes[64];
    const struct journal_offsets none = {{0, 0}};
    CHECK(pipe2(pipe, O_CLOEXEC | O_NONBLOCK) == 0 && journal_open(&journal, SIZE) == 0);
    CHECK(say(&journal, pipe, CHANNEL_STDOUT, (const uint8_t *)"hello", 5) == 5);
    CHECK(say(&journal, pipe, CHANNEL_STDERR, (const uint8_t *)"oops", 4) == 4);

    CHECK(journal_seek(&journal, &none, &cursor) == 0);
    CHECK(journal_next(&journal, &cursor, &part) && part.channel == CHANNEL_STDOUT && part.size == 5);
    // Not sent yet: nothing can be confirmed, whatever is said
    journal_confirm(&journal, &cursor, &journal.ends);
    CHECK(!journal_is_empty(&journal) && copy_part(&journal, &part, bytes) == 5 && memcmp(bytes, "hello", 5) == 0);
    journal_sent(&cursor);
    journal_confirm(&journal, &cursor, &(const struct journal_offsets){{4, 0}});
    CHECK(journal.begins.of[0] == 0);

    CHECK(journal_seek(&journal, &(const struct journal_offsets){{3, 1}}, &cursor) == 0);
    CHECK(journal_next(&journal, &cursor, &part) && part.size == 2 && copy_part(&journal, &part, bytes) == 2);
    CHECK(memcmp(bytes, "lo", 2) == 0);
    CHECK(journal_next(&journal, &cursor, &part) && part.channel == CHANNEL_STDERR && part.size == 3);
    CHECK(!journal_next(&journal, &cursor, &part));
    journal_sent(&cursor);
    journal_confirm(&journal, &cursor, &journal.ends);
    CHECK(journal_is_empty(&journal) && journal.begins.of[0] == 5 && journal.begins.of[1] == 4);

    CHECK(journal_seek(&journal, &none, &cursor) < 0 && errno == ERANGE);
    CHECK(journal_seek(&journal, &(const struct journal_offsets){{6, 4}}, &cursor) < 0);
    CHECK(journal_seek(&journal, &journal.ends, &cursor) == 0 && !journal_next(&journal, &cursor, &part));
    close(pipe[0]);
    close(pipe[1]);
}

static void a_full_journal_takes_no_more(void) {
    struct journal journal;
    int pipe[2];
    uint8_t bytes[1000] = {0};
    CHECK(pipe2(pipe, O_CLOEXEC | O_NONBLOCK) == 0 && journal_open(&journal, SIZE) == 0);
    while (journal_has_room(&journal)) {
        CHECK(say(&journal, pipe, CHANNEL_STDOUT, bytes, sizeof bytes) > 0);
    }
    CHECK(say(&journal, pipe, CHANNEL_STDOUT, bytes, 1) == -1 && errno == EAGAIN);
    CHECK(journal.ends.of[0] > SIZE - 64 && journal.tail - journal.head <= SIZE);
    close(pipe[0]);
    close(pipe[1]);
}

// A client that is cut off at any place and comes back with what it has; what it has is the copy in the end
static void nothing_is_missed_and_nothing_comes_twice(void) {
    struct dice dice = {7};
    struct journal journal;
    struct journal_cursor cursor;
    int pipe[2];
    struct copy said;
    struct copy heard;
    struct journal_offsets have = {{0, 0}};
    static uint8_t bytes[SIZE];
    CHECK(pipe2(pipe, O_CLOEXEC | O_NONBLOCK) == 0 && journal_open(&journal, SIZE) == 0);
    for (int i = 0; i < JOURNAL_STREAMS; i++) {
        said.bytes[i] = malloc(SAID_MAX);
        heard.bytes[i] = malloc(SAID_MAX);
        CHECK(said.bytes[i] != NULL && heard.bytes[i] != NULL);
    }
    CHECK(journal_seek(&journal, &have, &cursor) == 0);
    for (int round = 0; round < ROUNDS; round++) {
        size_t stream = dice_roll(&dice, JOURNAL_STREAMS);
        size_t size = 1 + dice_roll(&dice, dice_roll(&dice, 4) == 0 ? 900 : 20);
        for (size_t i = 0; i < size; i++) {
            bytes[i] = (uint8_t)dice_roll(&dice, 256);
        }
        uint64_t before = journal.ends.of[stream];
        ssize_t taken = say(&journal, pipe, stream == 0 ? CHANNEL_STDOUT : CHANNEL_STDERR, bytes, size);
        memcpy(said.bytes[stream] + before, bytes, taken < 0 ? 0 : (size_t)taken);

        struct journal_part part;
        bool cut = dice_roll(&dice, 20) == 0;
        if (dice_roll(&dice, 3) != 0 && journal_next(&journal, &cursor, &part)) {
            size_t of = part.channel == CHANNEL_STDERR ? 1 : 0;
            size_t got = copy_part(&journal, &part, bytes);
            got = cut ? dice_roll(&dice, (uint32_t)got + 1) : got;
            memcpy(heard.bytes[of] + have.of[of], bytes, got);
            have.of[of] += got;
            if (!cut) {
                journal_sent(&cursor);
            }
        }
        if (dice_roll(&dice, 3) == 0) {
            journal_confirm(&journal, &cursor, &have);
        }
        if (cut) {
            CHECK(journal_seek(&journal, &have, &cursor) == 0);
        }
    }
    struct journal_part part;
    while (journal_next(&journal, &cursor, &part)) {
        size_t of = part.channel == CHANNEL_STDERR ? 1 : 0;
        have.of[of] += copy_part(&journal, &part, heard.bytes[of] + have.of[of]);
    }
    for (int i = 0; i < JOURNAL_STREAMS; i++) {
        CHECK(have.of[i] == journal.ends.of[i]);
        CHECK(have.of[i] > 100000);
        CHECK(memcmp(said.bytes[i], heard.bytes[i], have.of[i]) == 0);
        free(said.bytes[i]);
        free(heard.bytes[i]);
    }
    close(pipe[0]);
    close(pipe[1]);
}

void journal_checks(void) {
    what_is_confirmed_goes_and_what_is_not_stays();
    a_full_journal_takes_no_more();
    nothing_is_missed_and_nothing_comes_twice();
}
