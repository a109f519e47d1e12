#include "place.h"

#include "failure.h"
#include "inside.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <stdio.h>
#include <string.h>
#include <sys/statfs.h>
#include <unistd.h>

static dev_t device_of(int root, const char *path) {
    struct stat seen = {0};
    int fd = inside_open(root, path, O_PATH, 0);
    if (fd >= 0) {
        if (fstat(fd, &seen) < 0) {
            seen.st_dev = 0;
        }
        close(fd);
    }
    return seen.st_dev;
}

// btrfs mixes the id of a subvolume into its fsid; of ids below 2^32 only the second half changes by that
static unsigned pool_of(const struct statfs *fs) {
    return (unsigned)fs->f_fsid.__val[0];
}

int places_open(struct places *places, int root, int self) {
    struct stat seen;
    struct statfs fs;
    if (fstat(root, &seen) < 0 || fstatfs(root, &fs) < 0) {
        return fail("root", "/");
    }
    *places = (struct places){
        .root = root,
        .self = self,
        .root_device = seen.st_dev,
        .root_on_btrfs = fs.f_type == BTRFS_SUPER_MAGIC,
        .pool = pool_of(&fs),
        .devices = device_of(root, "/dev"),
        .groups = device_of(root, "/sys/fs/cgroup"),
    };
    return 0;
}

bool place_is_served(const struct places *places, int fd, const struct stat *seen) {
    struct statfs fs;
    if (seen->st_dev == places->root_device) {
        return true;
    }
    if (fstatfs(fd, &fs) < 0) {
        return false;
    }
    if (fs.f_type == BTRFS_SUPER_MAGIC) {
        return places->root_on_btrfs && pool_of(&fs) == places->pool;
    }
    // devtmpfs, which is a privileged box's /dev, says that it is a tmpfs
    return fs.f_type == TMPFS_MAGIC && seen->st_dev != places->devices && seen->st_dev != places->groups;
}

static int not_served(int fd, const char *path) {
    close(fd);
    return fail_with("not_served", EACCES, path);
}

int place_find(const struct places *places, const char *path, struct stat *seen) {
    int fd = inside_open(places->root, path, O_PATH, 0);
    if (fd < 0 || fstat(fd, seen) < 0) {
        return fail("path", path);
    }
    bool usual = S_ISREG(seen->st_mode) || S_ISDIR(seen->st_mode);
    return usual && place_is_served(places, fd, seen) ? fd : not_served(fd, path);
}

static int checked(const struct places *places, int fd, const char *path) {
    struct stat seen;
    if (fd < 0 || fstat(fd, &seen) < 0) {
        return fail("path", path);
    }
    return place_is_served(places, fd, &seen) ? fd : not_served(fd, path);
}

// What is above it was found to be served: nothing is made anywhere else
static int next_directory(const struct places *places, int above, const char *prefix, const char *name, bool *made) {
    int fd = inside_open(places->root, prefix, O_PATH | O_DIRECTORY, 0);
    *made = false;
    if (fd < 0 && errno == ENOENT) {
        *made = mkdirat(above, name, 0755) == 0;
        // EEXIST: somebody was faster, or a dangling link is there; the next look decides
        if (!*made && errno != EEXIST) {
            return fail("path", prefix);
        }
        fd = inside_open(places->root, prefix, O_PATH | O_DIRECTORY, 0);
    }
    return checked(places, fd, prefix);
}

int place_directory(const struct places *places, const char *path, bool *made) {
    char prefix[PATH_MAX];
    int fd = inside_open(places->root, path, O_PATH | O_DIRECTORY, 0);
    *made = false;
    if (fd >= 0 || errno != ENOENT) {
        return checked(places, fd, path);
    }
    int above = inside_open(places->root, "/", O_PATH | O_DIRECTORY, 0);
    for (size_t at = strspn(path, "/"); above >= 0 && path[at] != '\0'; at += strspn(path + at, "/")) {
        size_t length = strcspn(path + at, "/");
        if (at + length >= sizeof prefix) {
            close(above);
            return fail_with("path", ENAMETOOLONG, path);
        }
        memcpy(prefix, path, at + length);
        prefix[at + length] = '\0';
        fd = next_directory(places, above, prefix, prefix + at, made);
        close(above);
        above = fd;
        at += length;
    }
    return above < 0 ? fail("path", path) : above;
}

int place_spot(const struct places *places, const char *path, bool make, struct spot *spot) {
    char parent[PATH_MAX];
    bool made;
    size_t end = strlen(path);
    size_t start = end;
    while (start > 0 && path[start - 1] != '/') {
        start--;
    }
    size_t length = end - start;
    if (length == 0 || (length <= 2 && strspn(path + start, ".") == length)) {
        return fail_with("path", EISDIR, path);
    }
    if (length >= sizeof spot->name || start >= sizeof parent) {
        return fail_with("path", ENAMETOOLONG, path);
    }
    spot->path = path;
    memcpy(spot->name, path + start, length + 1);
    memcpy(parent, path, start);
    parent[start] = '\0';
    spot->parent = make ? place_directory(places, parent, &made)
                        : checked(places, inside_open(places->root, parent, O_PATH | O_DIRECTORY, 0), parent);
    return spot->parent < 0 ? -1 : 0;
}

int place_reopen(const struct places *places, int fd, int flags) {
    char number[16];
    snprintf(number, sizeof number, "%d", fd);
    return openat(places->self, number, flags | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
}
