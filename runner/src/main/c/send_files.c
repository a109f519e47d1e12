#include "send_files.h"

#include "failure.h"
#include "frames.h"
#include "item.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/sendfile.h>
#include <unistd.h>

enum {
    CHUNK = 256 << 10,
    // Each level has a descriptor open
    DEPTH_MAX = 400,
};

struct packing {
    const struct places *places;
    char name[PATH_MAX]; // below the top
    int depth;
};

static int send_item(const struct stat *seen, const char *name, const char *target) {
    char text[ITEM_TEXT_MAX];
    const struct item item = item_of(seen, name, target);
    size_t length = item_write(&item, text, sizeof text);
    return length == 0 ? fail_with("path", ENAMETOOLONG, name) : frame_send(STDOUT_FILENO, CHANNEL_ITEM, text, length);
}

// Zeros for what a file has less than was announced
static int fill_up(size_t size) {
    static const char zeros[64 << 10];
    while (size > 0) {
        size_t part = size < sizeof zeros ? size : sizeof zeros;
        ssize_t count = write(STDOUT_FILENO, zeros, part);
        if (count < 0 && errno != EINTR) {
            return fail("output", "write");
        }
        size -= count < 0 ? 0 : (size_t)count;
    }
    return 0;
}

// The payload of a frame, from the page cache into the pipe without a copy. Its length is announced already: where a
// file that became shorter must not be filled up, ending in the middle of a frame is all that is left to say so.
static int send_payload(int file, size_t size, bool fill) {
    while (size > 0) {
        ssize_t count = sendfile(STDOUT_FILENO, file, NULL, size);
        if (count < 0 && errno != EINTR) {
            _exit(1);
        }
        if (count == 0) {
            if (!fill) {
                _exit(1);
            }
            return fill_up(size);
        }
        size -= count < 0 ? 0 : (size_t)count;
    }
    return 0;
}

// Exactly as many as were announced: a file that became longer is cut
static int send_bytes(int file, uint64_t size, bool fill) {
    while (size > 0) {
        uint8_t header[FRAME_HEADER];
        size_t part = size < CHUNK ? (size_t)size : CHUNK;
        frame_encode(header, CHANNEL_STDOUT, part);
        if (write(STDOUT_FILENO, header, sizeof header) != sizeof header) {
            return fail("output", "write");
        }
        if (send_payload(file, part, fill) < 0) {
            return -1;
        }
        size -= part;
    }
    return 0;
}

static int send_file(const struct places *places, int found, const char *name, bool fill) {
    struct stat seen;
    int file = place_reopen(places, found, O_RDONLY);
    if (file < 0 || fstat(file, &seen) < 0) {
        return fail("path", name);
    }
    int result = send_item(&seen, name, "") < 0 ? -1 : send_bytes(file, (uint64_t)seen.st_size, fill);
    close(file);
    return result;
}

static const char *last_name(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash == NULL ? path : slash + 1;
}

int files_show(const struct places *places, const char *path) {
    struct stat seen;
    return place_find(places, path, &seen) < 0 ? -1 : send_item(&seen, last_name(path), "");
}

int files_read(const struct places *places, const char *path) {
    struct stat seen;
    int found = place_find(places, path, &seen);
    if (found < 0) {
        return -1;
    }
    return S_ISDIR(seen.st_mode) ? fail_with("path", EISDIR, path) : send_file(places, found, last_name(path), false);
}

static DIR *open_entries(const struct places *places, int found, const char *path) {
    int fd = place_reopen(places, found, O_RDONLY | O_DIRECTORY);
    DIR *directory = fd < 0 ? NULL : fdopendir(fd);
    if (directory == NULL) {
        fail("path", path);
        if (fd >= 0) {
            close(fd);
        }
    }
    return directory;
}

// The next one that is none of the two that every directory has; *end tells an end from a failure
static const char *next_entry(DIR *directory, const char *path, bool *end) {
    const struct dirent *entry;
    do {
        errno = 0;
        entry = readdir(directory);
    } while (entry != NULL && (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0));
    *end = entry == NULL && errno == 0;
    if (entry == NULL && errno != 0) {
        fail("path", path);
    }
    return entry == NULL ? NULL : entry->d_name;
}

// Of a descriptor or, if `name` is not empty, of what is there below it
static int read_target(int fd, const char *name, char target[PATH_MAX]) {
    ssize_t length = readlinkat(fd, name, target, PATH_MAX - 1);
    target[length < 0 ? 0 : length] = '\0';
    return length < 0 ? -1 : 0;
}

int files_list(const struct places *places, const char *path) {
    char target[PATH_MAX];
    struct stat seen;
    int found = place_find(places, path, &seen);
    if (found < 0) {
        return -1;
    }
    DIR *directory = open_entries(places, found, path);
    bool end = false;
    for (const char *name; directory != NULL && (name = next_entry(directory, path, &end)) != NULL;) {
        target[0] = '\0';
        // What is gone since is left out
        if (fstatat(dirfd(directory), name, &seen, AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT) < 0 ||
            (S_ISLNK(seen.st_mode) && read_target(dirfd(directory), name, target) < 0)) {
            continue;
        }
        if (send_item(&seen, name, target) < 0) {
            break;
        }
    }
    if (directory != NULL) {
        closedir(directory);
    }
    return end ? 0 : -1;
}

static int pack(struct packing *packing, int found);

static int pack_one(struct packing *packing, int above, const char *name) {
    char target[PATH_MAX];
    struct stat seen;
    int result = 0;
    int found = openat(above, name, O_PATH | O_NOFOLLOW | O_CLOEXEC);
    if (found < 0 || fstat(found, &seen) < 0) {
        result = errno == ENOENT ? 0 : fail("path", packing->name);
    } else if (S_ISLNK(seen.st_mode)) {
        result = read_target(found, "", target) < 0 ? 0 : send_item(&seen, packing->name, target);
    } else if ((S_ISDIR(seen.st_mode) || S_ISREG(seen.st_mode)) && place_is_served(packing->places, found, &seen)) {
        result = S_ISDIR(seen.st_mode) ? pack(packing, found)
                                       : send_file(packing->places, found, packing->name, true);
    }
    if (found >= 0) {
        close(found);
    }
    return result;
}

static int pack(struct packing *packing, int found) {
    struct stat seen;
    size_t length = strlen(packing->name);
    DIR *directory = open_entries(packing->places, found, packing->name);
    if (directory == NULL) {
        return -1;
    }
    int result = ++packing->depth > DEPTH_MAX ? fail_with("path", ENAMETOOLONG, packing->name) : 0;
    if (result == 0 && fstat(dirfd(directory), &seen) < 0) {
        result = fail("path", packing->name);
    }
    result = result < 0 ? -1 : send_item(&seen, length == 0 ? "." : packing->name, "");
    bool end = false;
    for (const char *name; result == 0 && (name = next_entry(directory, packing->name, &end)) != NULL;) {
        size_t room = sizeof packing->name - length;
        int written = snprintf(packing->name + length, room, "%s%s", length == 0 ? "" : "/", name);
        if ((size_t)written >= room) {
            result = fail_with("path", ENAMETOOLONG, packing->name);
        } else {
            result = pack_one(packing, dirfd(directory), name);
        }
        packing->name[length] = '\0';
    }
    packing->depth--;
    closedir(directory);
    return result < 0 || !end ? -1 : 0;
}

int files_pack(const struct places *places, const char *path) {
    static struct packing packing;
    struct stat seen;
    packing = (struct packing){.places = places};
    int found = place_find(places, path, &seen);
    if (found < 0) {
        return -1;
    }
    return S_ISDIR(seen.st_mode) ? pack(&packing, found) : send_file(places, found, last_name(path), true);
}
