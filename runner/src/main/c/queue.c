#include "queue.h"

#include "failure.h"

#include <string.h>
#include <sys/mman.h>
#include <sys/uio.h>

int queue_open(struct queue *queue) {
    // Of most commands no page of it is ever touched
    void *bytes = mmap(NULL, QUEUE_SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    *queue = (struct queue){.bytes = bytes == MAP_FAILED ? NULL : bytes};
    return queue->bytes == NULL ? fail("queue", "memory") : 0;
}

void queue_reset(struct queue *queue) {
    queue->start = queue->size = 0;
}

size_t queue_size(const struct queue *queue) {
    return queue->size;
}

size_t queue_room(const struct queue *queue) {
    return queue->bytes == NULL ? 0 : QUEUE_SIZE - queue->size;
}

size_t queue_put(struct queue *queue, const uint8_t *bytes, size_t size) {
    size_t room = queue_room(queue);
    size_t taken = size < room ? size : room;
    size_t at = (queue->start + queue->size) % QUEUE_SIZE;
    size_t first = taken < QUEUE_SIZE - at ? taken : QUEUE_SIZE - at;
    if (taken > 0) {
        memcpy(queue->bytes + at, bytes, first);
        memcpy(queue->bytes, bytes + first, taken - first);
        queue->size += taken;
    }
    return taken;
}

ssize_t queue_write(struct queue *queue, int fd) {
    size_t until_end = QUEUE_SIZE - queue->start;
    size_t first = queue->size < until_end ? queue->size : until_end;
    const struct iovec pieces[2] = {
        {.iov_base = queue->bytes + queue->start, .iov_len = first},
        {.iov_base = queue->bytes, .iov_len = queue->size - first},
    };
    ssize_t count = writev(fd, pieces, queue->size > first ? 2 : 1);
    if (count > 0) {
        queue->start = (queue->start + (size_t)count) % QUEUE_SIZE;
        queue->size -= (size_t)count;
        if (queue->size == 0) {
            queue->start = 0;
        }
    }
    return count;
}
