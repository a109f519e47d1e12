// What a process says that nobody listens to: in a file of the box, `PID.log`, and once that is full in another one. The
// full one is `PID.log.1` then, and the one that was that is gone.
#ifndef ZOMG_LOG_H
#define ZOMG_LOG_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum {
    // Of each of the two
    LOG_HALF = 10 * 1024 * 1024,
    LOG_NAME = 32,
};

struct log {
    int directory; // O_PATH, of the box
    int file;      // appends
    pid_t pid;     // as the box counts
    uint64_t lost; // bytes for which there was no room
};

// As its name is in the box; returns `name`.
const char *log_name(pid_t pid, char name[LOG_NAME]);

// Never fails: what there is no room for is left out, and how much that was stands in the log as soon as there is.
void log_write(struct log *log, const char *bytes, size_t size);

#endif
