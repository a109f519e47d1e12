// What a process has said and its client has not yet confirmed, in order and of bounded size. The bytes of each stream
// are numbered from the beginning of the process.
#ifndef ZOMG_JOURNAL_H
#define ZOMG_JOURNAL_H

#include "frames.h"

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>
#include <sys/uio.h>

enum { JOURNAL_STREAMS = 2 };

// By offset: how far stdout, and how far stderr
struct journal_offsets {
    uint64_t of[JOURNAL_STREAMS];
};

// A ring of records: channel, length, bytes. Positions only grow; each is taken modulo the size.
struct journal {
    uint8_t *bytes;
    size_t size;
    uint64_t head;
    uint64_t tail;
    uint64_t touched; // where the highest byte ever was, since it was last given back
    struct journal_offsets begins;
    struct journal_offsets ends;
};

// Where a reader is. What it has already is passed over.
struct journal_cursor {
    uint64_t at;
    uint64_t sent; // all before this went out whole
    struct journal_offsets passed;
    struct journal_offsets wanted;
};

// Part of a record: the payload of a frame
struct journal_part {
    enum channel channel;
    size_t size;
    uint64_t at;
};

int journal_open(struct journal *journal, size_t size);

// One read from the file into the journal, as read(2) answers it; EAGAIN too if there is no room.
ssize_t journal_read(struct journal *journal, enum channel channel, int fd);
bool journal_has_room(const struct journal *journal);
bool journal_is_empty(const struct journal *journal);

// A reader that has this much; -1 if that was dropped already, or never said.
int journal_seek(const struct journal *journal, const struct journal_offsets *from, struct journal_cursor *cursor);
// The next part, which the cursor then is behind; false at the end.
bool journal_next(const struct journal *journal, struct journal_cursor *cursor, struct journal_part *part);
// All that journal_next gave has gone out.
void journal_sent(struct journal_cursor *cursor);
// Its bytes from `skip` on: one or two pieces; returns how many.
int journal_pieces(const struct journal *journal, const struct journal_part *part, size_t skip, struct iovec pieces[2]);

// Drops what the reader has confirmed, and not more than was sent to it.
void journal_confirm(struct journal *journal, struct journal_cursor *cursor, const struct journal_offsets *confirmed);

#endif
