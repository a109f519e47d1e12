// The directory is one of the box, and its users may do in it what they like meanwhile. So no path is resolved here: all
// names are single ones below a descriptor, none is followed, and what is not ours any more is left alone.

#include "log.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <sys/fsuid.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

struct names {
    char current[LOG_NAME];
    char older[LOG_NAME + 2];
    char next[LOG_NAME + 4];
};

const char *log_name(pid_t pid, char name[LOG_NAME]) {
    snprintf(name, LOG_NAME, "%d.log", (int)pid);
    return name;
}

static struct names names_of(const struct log *log) {
    struct names names;
    log_name(log->pid, names.current);
    snprintf(names.older, sizeof names.older, "%s.1", names.current);
    snprintf(names.next, sizeof names.next, "%s.new", names.current);
    return names;
}

// Whoever makes files in a box's directory must be somebody there: the host's root has no id in it
static void become(uid_t user, gid_t group) {
    setfsgid(group);
    setfsuid(user);
}

static void become_root(void) {
    setfsuid(0);
    setfsgid(0);
}

// The new file is there before the old one goes: without room for it all stays as it is. At no time is there none of that
// name. The oldest goes first, because btrfs writes out at once what is renamed over something.
static int begin_next(const struct log *log, const struct names *names, const struct stat *directory) {
    become(directory->st_uid, directory->st_gid);
    unlinkat(log->directory, names->next, 0); // of a server that ended right here
    int next = openat(log->directory, names->next,
                      O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_NOFOLLOW | O_NOCTTY | O_CLOEXEC, 0600);
    if (next >= 0 &&
        renameat2(log->directory, names->next, log->directory, names->current, RENAME_EXCHANGE) < 0) {
        close(next);
        next = -1;
    }
    if (next >= 0) {
        unlinkat(log->directory, names->older, 0);
    }
    if (next < 0 || renameat(log->directory, names->next, log->directory, names->older) < 0) {
        unlinkat(log->directory, names->next, 0);
    }
    become_root();
    return next;
}

static bool is_still_there(const struct log *log, const struct names *names, const struct stat *own) {
    struct stat there;
    return fstatat(log->directory, names->current, &there, AT_SYMLINK_NOFOLLOW) == 0 && there.st_dev == own->st_dev &&
           there.st_ino == own->st_ino;
}

static void turn(struct log *log, const struct stat *own) {
    // Who follows the file by its name, as tail -F does, shall have read the rest of it by then
    static const struct timespec moment = {.tv_nsec = 20000000};
    nanosleep(&moment, NULL);
    const struct names names = names_of(log);
    struct stat directory;
    int next = -1;
    if (is_still_there(log, &names, own) && fstat(log->directory, &directory) == 0) {
        next = begin_next(log, &names, &directory);
    }
    // What cannot be put aside is dropped. It stays bounded all the same, also if nobody finds it by its name any more
    if (next < 0 || fchown(next, own->st_uid, own->st_gid) < 0) {
        if (ftruncate(log->file, 0) < 0) {
            // Then nothing can be written either, which is told
        }
    }
    if (next >= 0) {
        close(log->file);
        log->file = next;
    }
}

static bool append(struct log *log, const char *bytes, size_t size) {
    while (size > 0) {
        ssize_t written = write(log->file, bytes, size);
        if (written < 0 && errno != EINTR) {
            log->lost += size;
            return false;
        }
        if (written > 0) {
            bytes += written;
            size -= (size_t)written;
        }
    }
    return true;
}

static void make_room(struct log *log, size_t size) {
    struct stat own;
    if (fstat(log->file, &own) == 0 && own.st_size + (off_t)size > LOG_HALF) {
        turn(log, &own);
    }
}

void log_write(struct log *log, const char *bytes, size_t size) {
    if (log->lost > 0) {
        char text[80];
        uint64_t lost = log->lost;
        int length = snprintf(text, sizeof text, "\n[zomg: no room for %" PRIu64 " bytes]\n", lost);
        make_room(log, (size_t)length);
        if (!append(log, text, (size_t)length)) {
            log->lost = lost + size;
            return;
        }
        log->lost = 0;
    }
    make_room(log, size);
    append(log, bytes, size);
}
