// Frames: u32 big-endian length of what follows, 1 byte channel, payload of length - 1 bytes.
#ifndef ZOMG_FRAMES_H
#define ZOMG_FRAMES_H

#include <stddef.h>
#include <stdint.h>

enum {
    FRAME_HEADER = 5,
    FRAME_PAYLOAD_MAX = 1 << 20,
};

enum channel {
    CHANNEL_STDIN = 0,
    CHANNEL_STDOUT = 1,
    CHANNEL_STDERR = 2,
    CHANNEL_STATUS = 3,
    CHANNEL_CONTROL = 5,
    CHANNEL_PLAN = 6,
    CHANNEL_STARTED = 7,
    CHANNEL_ITEM = 8,
    CHANNEL_SESSION = 9,
    CHANNEL_STREAMS = 16,
    CHANNEL_HALF_CLOSE = 255,
};

struct frame_header {
    uint8_t channel;
    uint32_t payload;
};

void frame_encode(uint8_t bytes[FRAME_HEADER], enum channel channel, size_t payload);
// -1 if the length is zero or above the limit
int frame_decode(const uint8_t bytes[FRAME_HEADER], struct frame_header *header);

// Reads exactly one frame, which must be a plan. The caller frees the payload, which ends with an extra NUL.
int frame_receive_plan(int fd, char **payload, size_t *length);
int frame_send(int fd, enum channel channel, const void *payload, size_t length);
// The first failure as the final status.
int frame_send_failure(int fd);

#endif
