#include "inside.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/openat2.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { ATTEMPTS = 128 };

int inside_open(int root, const char *path, int flags, mode_t mode) {
    struct open_how how = {
        .flags = (uint64_t)(unsigned)(flags | O_CLOEXEC),
        .mode = mode,
        .resolve = RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS,
    };
    // EAGAIN: a rename or mount somewhere on the machine while ".." was resolved
    for (int i = 0; i < ATTEMPTS; i++) {
        int fd = (int)syscall(SYS_openat2, root, path, &how, sizeof how);
        if (fd >= 0 || (errno != EAGAIN && errno != EINTR)) {
            return fd;
        }
    }
    return -1;
}

// Makes the last component of the path, `name`; the length of what is above it is `parent`.
static int make_directory(int root, const char *path, size_t parent, const char *name) {
    char above[PATH_MAX] = "/";
    if (parent > 0) {
        snprintf(above, sizeof above, "%.*s", (int)parent, path);
    }
    int directory = inside_open(root, above, O_PATH | O_DIRECTORY, 0);
    if (directory < 0) {
        return -1;
    }
    int made = mkdirat(directory, name, 0755);
    int error = errno;
    close(directory);
    // EEXIST: somebody was faster, or a dangling link is there; the next look decides
    errno = error;
    return made < 0 && error != EEXIST ? -1 : 0;
}

int inside_directory(int root, const char *path) {
    int fd = inside_open(root, path, O_PATH | O_DIRECTORY, 0);
    if (fd >= 0 || errno != ENOENT) {
        return fd;
    }
    char prefix[PATH_MAX];
    size_t parent = 0;
    size_t at = 0;
    while (path[at] != '\0') {
        at += strspn(path + at, "/");
        size_t length = strcspn(path + at, "/");
        if (length == 0) {
            break;
        }
        if (at + length >= sizeof prefix || length > NAME_MAX) {
            errno = ENAMETOOLONG;
            return -1;
        }
        memcpy(prefix, path, at + length);
        prefix[at + length] = '\0';
        fd = inside_open(root, prefix, O_PATH | O_DIRECTORY, 0);
        if (fd < 0 && errno == ENOENT) {
            if (make_directory(root, prefix, parent, prefix + at) < 0) {
                return -1;
            }
            fd = inside_open(root, prefix, O_PATH | O_DIRECTORY, 0);
        }
        if (fd < 0) {
            return -1;
        }
        close(fd);
        at += length;
        parent = at;
    }
    return inside_open(root, path, O_PATH | O_DIRECTORY, 0);
}

static int make_empty(int directory, const char *name) {
    int fd = openat(directory, name, O_CREAT | O_EXCL | O_WRONLY | O_NOFOLLOW | O_CLOEXEC, 0644);
    if (fd < 0) {
        return -1;
    }
    close(fd);
    return 0;
}

int inside_file(int root, const char *path) {
    int fd = inside_open(root, path, O_PATH, 0);
    if (fd >= 0 || errno != ENOENT) {
        return fd;
    }
    const char *name = strrchr(path, '/') + 1;
    char parent[PATH_MAX];
    snprintf(parent, sizeof parent, "%.*s", (int)(name - path), path);
    int directory = inside_directory(root, parent);
    if (directory < 0) {
        return -1;
    }
    int made = make_empty(directory, name);
    int error = errno;
    close(directory);
    errno = error;
    return made < 0 ? -1 : inside_open(root, path, O_PATH, 0);
}

int inside_own_file(int root, const char *directory, const char *name) {
    int above = inside_directory(root, directory);
    if (above < 0) {
        return -1;
    }
    struct stat seen;
    int fd = -1;
    if (fstatat(above, name, &seen, AT_SYMLINK_NOFOLLOW) < 0) {
        if (errno != ENOENT || make_empty(above, name) < 0) {
            goto out;
        }
    } else if (!S_ISREG(seen.st_mode)) {
        if (unlinkat(above, name, 0) < 0 || make_empty(above, name) < 0) {
            goto out;
        }
    }
    fd = openat(above, name, O_PATH | O_NOFOLLOW | O_CLOEXEC);
    if (fd >= 0 && (fstat(fd, &seen) < 0 || !S_ISREG(seen.st_mode))) {
        close(fd);
        fd = -1;
        errno = ESTALE;
    }
out:;
    int error = errno;
    close(above);
    errno = error;
    return fd;
}
