// Places among a box's files, from within: a descriptor of its root is all that paths are resolved against. Served are
// the file systems that are the box's own: those of the pool, and tmpfs but for /dev and the control groups.
#ifndef ZOMG_PLACE_H
#define ZOMG_PLACE_H

#include <limits.h>
#include <stdbool.h>
#include <sys/stat.h>

struct places {
    int root;
    int self; // /proc/self/fd of the host's proc: what an O_PATH descriptor is opened by
    dev_t root_device;
    bool root_on_btrfs;
    unsigned pool;
    dev_t devices;
    dev_t groups;
};

// Where something is to be made or removed: never followed, whatever it is by then.
struct spot {
    const char *path; // as it was given, for what is said of it
    int parent;       // O_PATH
    char name[NAME_MAX + 1];
};

int places_open(struct places *places, int root, int self);

// Whether the file system is one that is served.
bool place_is_served(const struct places *places, int fd, const struct stat *seen);

// O_PATH descriptor of a file or directory, links followed; what is neither, or not served, is refused.
int place_find(const struct places *places, const char *path, struct stat *seen);

// O_PATH descriptor of a directory; what is missing is made. *made tells whether the last one was.
int place_directory(const struct places *places, const char *path, bool *made);

// The spot of this path; directories above it are made if `make`.
int place_spot(const struct places *places, const char *path, bool make, struct spot *spot);

// Opens what an O_PATH descriptor has found.
int place_reopen(const struct places *places, int fd, int flags);

#endif
