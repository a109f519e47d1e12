// A file on its way into or out of a box: what a frame says of it before its bytes follow.
#ifndef ZOMG_ITEM_H
#define ZOMG_ITEM_H

#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>

enum item_type { ITEM_FILE = 'f', ITEM_DIRECTORY = 'd', ITEM_LINK = 'l', ITEM_HARD_LINK = 'h', ITEM_OTHER = 'o' };

struct item {
    enum item_type type;
    mode_t permissions;
    uint32_t uid;
    uint32_t gid;
    uint64_t size;
    struct timespec modified;
    const char *name;
    const char *target; // of a link, else ""
};

enum { ITEM_TEXT_MAX = 9000 };

struct item item_of(const struct stat *seen, const char *name, const char *target);

// `TYPE PERMISSIONS UID GID SIZE SECONDS NANOSECONDS`, NUL, NAME, NUL, TARGET, NUL. The length; 0 if it does not fit.
size_t item_write(const struct item *item, char *text, size_t size);

// Points into the payload. -1 if it is anything else, or a name or target is longer than a path.
int item_parse(struct item *item, const char *payload, size_t length);

#endif
