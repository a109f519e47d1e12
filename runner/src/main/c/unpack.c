#include "receive_files.h"

#include "failure.h"
#include "fresh.h"
#include "inside.h"
#include "upload.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// So many directories at once wait for their times, which what is unpacked below them would change
enum { WAITING_MAX = 64 };

struct waiting {
    int directory; // O_PATH
    char *name;
    struct timespec modified;
};

struct unpacking {
    const struct places *places;
    const char *path;
    int top;
    bool top_is_new;
    struct waiting waiting[WAITING_MAX];
    size_t waiting_count;
};

static void settle(struct unpacking *unpacking) {
    struct waiting *last = &unpacking->waiting[--unpacking->waiting_count];
    const struct timespec times[2] = {{.tv_nsec = UTIME_OMIT}, last->modified};
    // Gone or not, what counts is what was unpacked
    utimensat(last->directory, "", times, AT_EMPTY_PATH);
    close(last->directory);
    free(last->name);
}

static bool is_below(const char *name, const char *directory) {
    size_t length = strlen(directory);
    return length == 0 || (strncmp(name, directory, length) == 0 && name[length] == '/');
}

// An archive goes from above to below: a directory that the next one is not below is done
static void settle_for(struct unpacking *unpacking, const char *name) {
    while (unpacking->waiting_count > 0 &&
           !is_below(name, unpacking->waiting[unpacking->waiting_count - 1].name)) {
        settle(unpacking);
    }
}

// Only of one that is made here. Consumes the descriptor.
static int dress_directory(struct unpacking *unpacking, int directory, const struct item *item) {
    char number[16];
    snprintf(number, sizeof number, "%d", directory);
    if (fchownat(directory, "", item->uid, item->gid, AT_EMPTY_PATH) < 0 ||
        fchmodat(unpacking->places->self, number, item->permissions, 0) < 0) {
        close(directory);
        return fail("write", item->name);
    }
    if (unpacking->waiting_count == WAITING_MAX) {
        close(directory);
        return 0;
    }
    size_t length = strlen(item->name);
    while (length > 0 && item->name[length - 1] == '/') {
        length--;
    }
    char *name = strndup(item->name, length);
    if (name == NULL) {
        close(directory);
        return fail("write", "memory");
    }
    unpacking->waiting[unpacking->waiting_count++] =
        (struct waiting){.directory = directory, .name = name, .modified = item->modified};
    return 0;
}

static int unpack_directory(struct unpacking *unpacking, const char *path, const struct item *item) {
    bool made;
    int directory = place_directory(unpacking->places, path, &made);
    if (directory < 0) {
        return -1;
    }
    if (made) {
        return dress_directory(unpacking, directory, item);
    }
    close(directory);
    return 0;
}

static int unpack_top(struct unpacking *unpacking, const struct item *item) {
    if (item->type != ITEM_DIRECTORY) {
        return fail_with("path", EISDIR, unpacking->path);
    }
    if (!unpacking->top_is_new) {
        return 0;
    }
    unpacking->top_is_new = false;
    int top = fcntl(unpacking->top, F_DUPFD_CLOEXEC, 0);
    return top < 0 ? fail("write", item->name) : dress_directory(unpacking, top, item);
}

static int unpack_bytes(int file, const struct item *item) {
    struct frame_header header;
    for (uint64_t left = item->size; left > 0; left -= header.payload) {
        if (upload_next(&header) < 0) {
            return -1;
        }
        if (header.channel != CHANNEL_STDIN || header.payload > left || header.payload == 0) {
            return fail_with("input", EPROTO, item->name);
        }
        if (upload_bytes(&header, file, item->name) < 0) {
            return -1;
        }
    }
    return 0;
}

static int unpack_file(struct unpacking *unpacking, const struct spot *spot, const struct item *item) {
    int file = fresh_file(spot);
    if (file < 0) {
        return -1;
    }
    int result = unpack_bytes(file, item) < 0 || fresh_dress(file, item) < 0
                     ? -1
                     : fresh_name(unpacking->places, file, spot);
    close(file);
    return result;
}

// To what was unpacked before, or was there: never to anything outside of the directory
static int unpack_hard_link(struct unpacking *unpacking, const struct spot *spot, const struct item *item) {
    struct stat seen;
    int file = inside_open(unpacking->top, item->target, O_PATH | O_NOFOLLOW, 0);
    if (file < 0 || fstat(file, &seen) < 0) {
        return fail("path", item->target);
    }
    int result = S_ISREG(seen.st_mode) ? fresh_name(unpacking->places, file, spot)
                                       : fail_with("not_served", EACCES, item->target);
    close(file);
    return result;
}

static bool climbs(const char *name) {
    for (; *name != '\0'; name += strspn(name, "/")) {
        size_t length = strcspn(name, "/");
        if (length == 2 && name[0] == '.' && name[1] == '.') {
            return true;
        }
        name += length;
    }
    return false;
}

// Without what says nothing: slashes and dots in front
static const char *plain(const char *name) {
    while (name[0] == '/' || (name[0] == '.' && (name[1] == '/' || name[1] == '\0'))) {
        name++;
    }
    return name;
}

static int unpack_at(struct unpacking *unpacking, const char *path, const struct item *item) {
    struct spot spot;
    if (item->type == ITEM_DIRECTORY) {
        return unpack_directory(unpacking, path, item);
    }
    if (place_spot(unpacking->places, path, true, &spot) < 0) {
        return -1;
    }
    int result;
    switch (item->type) {
    case ITEM_FILE:
        result = unpack_file(unpacking, &spot, item);
        break;
    case ITEM_LINK:
        result = fresh_link(&spot, item);
        break;
    case ITEM_HARD_LINK:
        result = unpack_hard_link(unpacking, &spot, item);
        break;
    default:
        result = fail_with("input", EPROTO, item->name);
    }
    close(spot.parent);
    return result;
}

static int unpack(struct unpacking *unpacking, struct item *item) {
    char path[PATH_MAX];
    if (item->uid >= BOX_IDS || item->gid >= BOX_IDS) {
        return fail_with("ids", EINVAL, item->name);
    }
    if (climbs(item->name)) {
        return fail_with("path", EINVAL, item->name);
    }
    item->name = plain(item->name);
    settle_for(unpacking, item->name);
    if (item->name[0] == '\0') {
        return unpack_top(unpacking, item);
    }
    int length = snprintf(path, sizeof path, "%s/%s", unpacking->path, item->name);
    if ((size_t)length >= sizeof path) {
        return fail_with("path", ENAMETOOLONG, item->name);
    }
    while (length > 1 && path[length - 1] == '/') {
        path[--length] = '\0';
    }
    return unpack_at(unpacking, path, item);
}

static int unpack_all(struct unpacking *unpacking) {
    static char text[ITEM_TEXT_MAX];
    for (;;) {
        struct frame_header header;
        struct item item;
        if (upload_next(&header) < 0 || upload_text(&header, text, sizeof text) < 0) {
            return -1;
        }
        if (header.channel == CHANNEL_HALF_CLOSE) {
            return 0;
        }
        if (header.channel != CHANNEL_ITEM || item_parse(&item, text, header.payload) < 0) {
            return fail_with("input", EPROTO, "item");
        }
        if (unpack(unpacking, &item) < 0) {
            return -1;
        }
    }
}

int files_unpack(const struct places *places, const char *path) {
    static struct unpacking unpacking;
    unpacking = (struct unpacking){.places = places, .path = path};
    unpacking.top = place_directory(places, path, &unpacking.top_is_new);
    if (unpacking.top < 0) {
        return -1;
    }
    int result = unpack_all(&unpacking);
    while (unpacking.waiting_count > 0) {
        settle(&unpacking);
    }
    if (result < 0) {
        return -1;
    }
    // One for all of them, where an fsync of each would write a log for each
    int directory = place_reopen(places, unpacking.top, O_RDONLY | O_DIRECTORY);
    return directory < 0 || syncfs(directory) < 0 ? fail("sync", path) : 0;
}
