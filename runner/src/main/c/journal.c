#include "journal.h"

#include "failure.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>

enum {
    HEADER = 5,
    // Of one record: a client that was cut off in the middle of a frame loses no more than that. With what a frame and a
    // message begin with it is below 64 KiB, which is what the server's JVM keeps buffers of.
    RECORD_MAX = 60 * 1024,
    // An empty journal that was larger than this gives its memory back
    KEPT = 256 * 1024,
};

struct record {
    enum channel channel;
    uint32_t size;
};

static size_t stream_of(enum channel channel) {
    return channel == CHANNEL_STDERR ? 1 : 0;
}

int journal_open(struct journal *journal, size_t size) {
    *journal = (struct journal){.size = size};
    journal->bytes = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    return journal->bytes == MAP_FAILED ? fail("journal", "memory") : 0;
}

static int pieces_at(const struct journal *journal, uint64_t at, size_t size, struct iovec pieces[2]) {
    size_t first = (size_t)(at % journal->size);
    size_t until_end = journal->size - first;
    size_t in_first = size < until_end ? size : until_end;
    pieces[0] = (struct iovec){.iov_base = journal->bytes + first, .iov_len = in_first};
    pieces[1] = (struct iovec){.iov_base = journal->bytes, .iov_len = size - in_first};
    return in_first < size ? 2 : 1;
}

static struct record record_at(const struct journal *journal, uint64_t at) {
    uint8_t header[HEADER];
    for (size_t i = 0; i < HEADER; i++) {
        header[i] = journal->bytes[(at + i) % journal->size];
    }
    struct record record = {.channel = header[0]};
    memcpy(&record.size, header + 1, sizeof record.size);
    return record;
}

static size_t room(const struct journal *journal) {
    size_t used = (size_t)(journal->tail - journal->head);
    size_t rest = journal->size - used;
    size_t room = rest > HEADER ? rest - HEADER : 0;
    return room < RECORD_MAX ? room : RECORD_MAX;
}

bool journal_has_room(const struct journal *journal) {
    return room(journal) > 0;
}

bool journal_is_empty(const struct journal *journal) {
    return journal->head == journal->tail;
}

// Its bytes are there already
static void add_record(struct journal *journal, enum channel channel, size_t size) {
    uint8_t header[HEADER] = {(uint8_t)channel};
    uint32_t length = (uint32_t)size;
    memcpy(header + 1, &length, sizeof length);
    for (size_t i = 0; i < HEADER; i++) {
        journal->bytes[(journal->tail + i) % journal->size] = header[i];
    }
    journal->tail += HEADER + size;
    journal->touched = journal->tail > journal->touched ? journal->tail : journal->touched;
    journal->ends.of[stream_of(channel)] += size;
}

ssize_t journal_read(struct journal *journal, enum channel channel, int fd) {
    size_t most = room(journal);
    if (most == 0) {
        errno = EAGAIN;
        return -1;
    }
    struct iovec pieces[2];
    int count = pieces_at(journal, journal->tail + HEADER, most, pieces);
    ssize_t got = readv(fd, pieces, count);
    if (got > 0) {
        add_record(journal, channel, (size_t)got);
    }
    return got;
}

int journal_seek(const struct journal *journal, const struct journal_offsets *from, struct journal_cursor *cursor) {
    for (size_t i = 0; i < JOURNAL_STREAMS; i++) {
        if (from->of[i] < journal->begins.of[i] || from->of[i] > journal->ends.of[i]) {
            errno = ERANGE;
            return -1;
        }
    }
    *cursor = (struct journal_cursor){
        .at = journal->head, .sent = journal->head, .passed = journal->begins, .wanted = *from,
    };
    return 0;
}

bool journal_next(const struct journal *journal, struct journal_cursor *cursor, struct journal_part *part) {
    while (cursor->at < journal->tail) {
        struct record record = record_at(journal, cursor->at);
        size_t stream = stream_of(record.channel);
        uint64_t begins = cursor->passed.of[stream];
        uint64_t wanted = cursor->wanted.of[stream];
        uint64_t skip = wanted <= begins ? 0 : wanted - begins < record.size ? wanted - begins : record.size;
        *part = (struct journal_part){
            .channel = record.channel,
            .size = record.size - (size_t)skip,
            .at = cursor->at + HEADER + skip,
        };
        cursor->at += HEADER + record.size;
        cursor->passed.of[stream] += record.size;
        if (part->size > 0) {
            return true;
        }
    }
    return false;
}

void journal_sent(struct journal_cursor *cursor) {
    cursor->sent = cursor->at;
}

int journal_pieces(const struct journal *journal, const struct journal_part *part, size_t skip, struct iovec pieces[2]) {
    return pieces_at(journal, part->at + skip, part->size - skip, pieces);
}

static void give_memory_back(struct journal *journal, struct journal_cursor *cursor) {
    if (journal->touched > KEPT) {
        madvise(journal->bytes, journal->size, MADV_DONTNEED);
    }
    journal->head = journal->tail = journal->touched = cursor->at = cursor->sent = 0;
}

void journal_confirm(struct journal *journal, struct journal_cursor *cursor, const struct journal_offsets *confirmed) {
    while (journal->head < cursor->sent) {
        struct record record = record_at(journal, journal->head);
        size_t stream = stream_of(record.channel);
        uint64_t ends = journal->begins.of[stream] + record.size;
        if (ends > confirmed->of[stream]) {
            return;
        }
        journal->head += HEADER + record.size;
        journal->begins.of[stream] = ends;
    }
    if (journal_is_empty(journal) && cursor->sent == cursor->at) {
        give_memory_back(journal, cursor);
    }
}
