// One TCP connection to a program in a box, as one of many that share a pair of descriptors.
#ifndef ZOMG_STREAM_H
#define ZOMG_STREAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    // What either side may send before the other grants more: as much may be held here for the box
    STREAM_WINDOW = 256 * 1024,
    // Less is not worth a message
    STREAM_GRANT = STREAM_WINDOW / 4,
};

enum stream_state { STREAM_UNUSED, STREAM_CONNECTING, STREAM_OPEN, STREAM_LOST };

struct stream {
    enum stream_state state;
    uint32_t id;
    int fd;
    uint16_t port;
    size_t address; // which of the box's own is tried
    int error;      // of the first of them

    uint32_t credit; // bytes that the client still takes
    bool box_ended;  // the box says no more ...
    bool end_due;    // ... and the client is to be told

    uint8_t *held; // what the box did not take yet: held[held_start..held_end) of STREAM_WINDOW, or NULL
    size_t held_start;
    size_t held_end;
    uint32_t room;  // bytes that the client may still send
    uint32_t taken; // bytes that the box took, not yet granted anew
    bool client_ended;
    bool shut; // the box was told

    const char *reason; // of a lost one: what the client is to be told
};

// Connects to the port on the box's 127.0.0.1, else on its ::1.
void stream_open(struct stream *stream, uint32_t id, uint16_t port);

// When its descriptor can be written to: goes on with what was begun.
void stream_advance(struct stream *stream);

// Bytes of the client, which must fit into `room`.
void stream_give(struct stream *stream, const uint8_t *bytes, size_t size);

// The client says no more.
void stream_end(struct stream *stream);

// Reads what the box says, at most `size` bytes and what the client takes; 0 if there is nothing to pass on now.
size_t stream_take(struct stream *stream, uint8_t *bytes, size_t size);

// Both sides have ended, and know it.
bool stream_is_over(const struct stream *stream);

// The box's program learns that it is over; a lost one stays until the client knows.
void stream_lose(struct stream *stream, const char *reason);
void stream_drop(struct stream *stream);

#endif
