// Frames of a client, taken apart as they come. Bytes for stdin are looked at before they are taken, so that what the
// process does not read stays here, and a full intake is not read into.
#ifndef ZOMG_INTAKE_H
#define ZOMG_INTAKE_H

#include "frames.h"
#include "order.h"

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

enum { INTAKE_SIZE = 64 * 1024 };

struct intake {
    uint8_t bytes[INTAKE_SIZE];
    size_t start;
    size_t end;
    bool in_frame;
    struct frame_header frame;
    char text[ORDER_MAX + 1];
    size_t text_length;
};

enum intake_kind {
    INTAKE_NOTHING, // until more was read
    INTAKE_INPUT,   // `size` of `bytes` for stdin
    INTAKE_END,     // of stdin
    INTAKE_ORDER,
    INTAKE_BROKEN, // `what` is no frame of ours; nothing sensible follows
};

struct intake_item {
    enum intake_kind kind;
    const uint8_t *bytes;
    size_t size;
    struct order order;
    const char *what;
};

void intake_reset(struct intake *intake);
bool intake_is_full(const struct intake *intake);
// As read(2).
ssize_t intake_read(struct intake *intake, int fd);
// An INTAKE_INPUT comes again until it was taken.
struct intake_item intake_next(struct intake *intake);
void intake_take(struct intake *intake, size_t size);

#endif
