#include "fresh.h"

#include "failure.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/random.h>
#include <unistd.h>

enum { ATTEMPTS = 16 };

struct short_name {
    char text[32];
};

static struct short_name random_name(void) {
    uint64_t number = 0;
    struct short_name name;
    if (getrandom(&number, sizeof number, GRND_NONBLOCK) < 0) {
        number = (uint64_t)(uintptr_t)&number ^ (uint64_t)getpid(); // then some other; who has it already is asked
    }
    snprintf(name.text, sizeof name.text, ".zomg-%016llx", (unsigned long long)number);
    return name;
}

int fresh_file(const struct spot *spot) {
    int file = openat(spot->parent, ".", O_TMPFILE | O_WRONLY | O_CLOEXEC, 0600);
    return file < 0 ? fail("write", spot->path) : file;
}

int fresh_dress(int file, const struct item *item) {
    const struct timespec times[2] = {{.tv_nsec = UTIME_OMIT}, item->modified};
    // The owner first: a change of it takes set-user-id away
    if (fchown(file, item->uid, item->gid) < 0 || fchmod(file, item->permissions) < 0 || futimens(file, times) < 0) {
        return fail("write", item->name);
    }
    return 0;
}

int fresh_may_replace(const struct spot *spot, struct stat *seen) {
    *seen = (struct stat){0};
    if (fstatat(spot->parent, spot->name, seen, AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT) < 0) {
        return errno == ENOENT ? 0 : fail("path", spot->path);
    }
    if (S_ISDIR(seen->st_mode)) {
        return fail_with("path", EISDIR, spot->path);
    }
    bool usual = S_ISREG(seen->st_mode) || S_ISLNK(seen->st_mode);
    return usual ? 0 : fail_with("not_served", EACCES, spot->path);
}

static int replace(const struct spot *spot, const char *name) {
    struct stat seen;
    if (fresh_may_replace(spot, &seen) == 0) {
        if (renameat(spot->parent, name, spot->parent, spot->name) == 0) {
            unlinkat(spot->parent, name, 0); // two names of the same file: then a rename does nothing
            return 0;
        }
        // Something is mounted there
        fail(errno == EBUSY ? "not_served" : "write", spot->path);
    }
    unlinkat(spot->parent, name, 0);
    return -1;
}

int fresh_name(const struct places *places, int file, const struct spot *spot) {
    char number[16];
    snprintf(number, sizeof number, "%d", file);
    if (linkat(places->self, number, spot->parent, spot->name, AT_SYMLINK_FOLLOW) == 0) {
        return 0;
    }
    for (int i = 0; i < ATTEMPTS && errno == EEXIST; i++) {
        struct short_name name = random_name();
        if (linkat(places->self, number, spot->parent, name.text, AT_SYMLINK_FOLLOW) == 0) {
            return replace(spot, name.text);
        }
    }
    return fail("write", spot->path);
}

int fresh_link(const struct spot *spot, const struct item *item) {
    const struct timespec times[2] = {{.tv_nsec = UTIME_OMIT}, item->modified};
    struct short_name name = {""};
    int made = -1;
    errno = EEXIST;
    for (int i = 0; i < ATTEMPTS && made < 0 && errno == EEXIST; i++) {
        name = random_name();
        made = symlinkat(item->target, spot->parent, name.text);
    }
    if (made < 0) {
        return fail("write", spot->path);
    }
    if (fchownat(spot->parent, name.text, item->uid, item->gid, AT_SYMLINK_NOFOLLOW) < 0 ||
        utimensat(spot->parent, name.text, times, AT_SYMLINK_NOFOLLOW) < 0) {
        fail("write", spot->path);
        unlinkat(spot->parent, name.text, 0);
        return -1;
    }
    return replace(spot, name.text);
}
