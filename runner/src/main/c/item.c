#include "item.h"

#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static enum item_type type_of(mode_t mode) {
    if (S_ISREG(mode)) {
        return ITEM_FILE;
    }
    if (S_ISDIR(mode)) {
        return ITEM_DIRECTORY;
    }
    return S_ISLNK(mode) ? ITEM_LINK : ITEM_OTHER;
}

struct item item_of(const struct stat *seen, const char *name, const char *target) {
    return (struct item){
        .type = type_of(seen->st_mode),
        .permissions = seen->st_mode & 07777,
        .uid = seen->st_uid,
        .gid = seen->st_gid,
        .size = S_ISREG(seen->st_mode) ? (uint64_t)seen->st_size : 0,
        .modified = seen->st_mtim,
        .name = name,
        .target = target,
    };
}

size_t item_write(const struct item *item, char *text, size_t size) {
    int length = snprintf(text, size, "%c %o %u %u %llu %lld %ld%c%s%c%s", item->type, item->permissions, item->uid,
                          item->gid, (unsigned long long)item->size, (long long)item->modified.tv_sec,
                          item->modified.tv_nsec, '\0', item->name, '\0', item->target);
    return length < 0 || (size_t)length >= size ? 0 : (size_t)length + 1;
}

// A number in this base, followed by `end`; moves behind both
static bool take(const char **at, unsigned base, uint64_t most, char end, uint64_t *value) {
    const char *start = *at;
    *value = 0;
    for (; **at >= '0' && **at < (char)('0' + base); (*at)++) {
        uint64_t digit = (uint64_t)(**at - '0');
        if (digit > most || *value > (most - digit) / base) {
            return false;
        }
        *value = *value * base + digit;
    }
    return *at > start && *(*at)++ == end;
}

static bool take_seconds(const char **at, time_t *seconds) {
    uint64_t value;
    bool negative = **at == '-';
    *at += negative ? 1 : 0;
    if (!take(at, 10, INT64_MAX, ' ', &value)) {
        return false;
    }
    *seconds = negative ? -(time_t)value : (time_t)value;
    return true;
}

static bool parse_numbers(struct item *item, const char *at) {
    uint64_t permissions;
    uint64_t uid;
    uint64_t gid;
    uint64_t nanoseconds;
    if (at[0] == '\0' || strchr("fdlh", at[0]) == NULL || at[1] != ' ') {
        return false;
    }
    item->type = (enum item_type)at[0];
    at += 2;
    if (!take(&at, 8, 07777, ' ', &permissions) || !take(&at, 10, UINT32_MAX, ' ', &uid) ||
        !take(&at, 10, UINT32_MAX, ' ', &gid) || !take(&at, 10, INT64_MAX, ' ', &item->size) ||
        !take_seconds(&at, &item->modified.tv_sec) || !take(&at, 10, 999999999, '\0', &nanoseconds)) {
        return false;
    }
    item->permissions = (mode_t)permissions;
    item->uid = (uint32_t)uid;
    item->gid = (uint32_t)gid;
    item->modified.tv_nsec = (long)nanoseconds;
    return true;
}

int item_parse(struct item *item, const char *payload, size_t length) {
    const char *ends[3];
    const char *at = payload;
    for (size_t i = 0; i < 3; i++) {
        ends[i] = memchr(at, '\0', length - (size_t)(at - payload));
        if (ends[i] == NULL) {
            return -1;
        }
        at = ends[i] + 1;
    }
    item->name = ends[0] + 1;
    item->target = ends[1] + 1;
    if (at != payload + length || ends[1] - item->name >= PATH_MAX || ends[2] - item->target >= PATH_MAX) {
        return -1;
    }
    return parse_numbers(item, payload) ? 0 : -1;
}
