// Bytes that wait for the stdin of a process.
#ifndef ZOMG_QUEUE_H
#define ZOMG_QUEUE_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

// A client that sends no more than a mebibyte ahead of what it was told was taken never fills it
enum { QUEUE_SIZE = (1 << 20) + 64 * 1024 };

struct queue {
    uint8_t *bytes;
    size_t start;
    size_t size;
};

int queue_open(struct queue *queue);
void queue_reset(struct queue *queue);
size_t queue_size(const struct queue *queue);
size_t queue_room(const struct queue *queue);
// How many of them there was room for.
size_t queue_put(struct queue *queue, const uint8_t *bytes, size_t size);
// One write of the first bytes, as write(2) answers it.
ssize_t queue_write(struct queue *queue, int fd);

#endif
