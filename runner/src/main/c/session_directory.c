#include "session_directory.h"

#include "failure.h"
#include "frames.h"
#include "process.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum {
    // Of one file; the largest is `about`, and a frame holds them all
    FILE_MAX = 512 * 1024,
    // Who writes its last file while it is removed does that once
    REMOVE_TRIES = 20,
};

static const char *const files[] = {"about", "supervisor", "exit", "socket", "about.part", "supervisor.part", "exit.part"};

int session_write(const char *name, const char *part, const char *text) {
    int file = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (file < 0) {
        return fail("session", part);
    }
    size_t size = strlen(text);
    ssize_t written = write(file, text, size);
    close(file);
    if (written != (ssize_t)size || rename(part, name) < 0) {
        return fail("session", name);
    }
    return 0;
}

// Its length, without the NUL that is put behind it; 0 if it is not there
static size_t read_file(int directory, const char *name, char *text, size_t room) {
    size_t length = 0;
    ssize_t count = 1;
    int file = openat(directory, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    while (file >= 0 && count > 0 && length < room - 1) {
        count = read(file, text + length, room - 1 - length);
        length += count > 0 ? (size_t)count : 0;
    }
    if (file >= 0) {
        close(file);
    }
    text[length] = '\0';
    return strlen(text);
}

static int open_session(int all, const char *name) {
    return openat(all, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

pid_t session_supervisor(int directory) {
    char text[80];
    int pid;
    uint64_t expected;
    uint64_t start_time;
    read_file(directory, "supervisor", text, sizeof text);
    if (sscanf(text, "%d %" SCNu64, &pid, &expected) != 2 || pid <= 0) {
        return 0;
    }
    int pidfd = pidfd_open(pid, 0);
    if (pidfd < 0) {
        return 0;
    }
    // The pidfd is opened first: if that process has the expected start time after that, it is the pidfd's
    bool is_there = process_start_time(pid, &start_time) == 0 && start_time == expected && !process_has_ended(pidfd);
    failure_forget();
    close(pidfd);
    return is_there ? pid : 0;
}

static bool is_in_background(int directory) {
    return faccessat(directory, "socket", F_OK, AT_SYMLINK_NOFOLLOW) < 0;
}

// Seconds since it ended; of one whose supervisor told nothing since it began
static int64_t age(int directory) {
    struct stat seen;
    struct timespec now;
    if (fstatat(directory, "exit", &seen, AT_SYMLINK_NOFOLLOW) < 0 && fstat(directory, &seen) < 0) {
        return 0;
    }
    clock_gettime(CLOCK_REALTIME, &now);
    return now.tv_sec - seen.st_mtim.tv_sec;
}

int session_tell(int output, const char *name, int directory) {
    static char payload[FRAME_PAYLOAD_MAX];
    int head = snprintf(payload, sizeof payload, "%s %s %" PRId64, name,
                        session_supervisor(directory) > 0 ? "supervised" : "alone", age(directory));
    size_t length = (size_t)head + 1;
    for (size_t i = 0; i < 3; i++) {
        size_t room = sizeof payload - length < FILE_MAX ? sizeof payload - length : FILE_MAX;
        length += read_file(directory, files[i], payload + length, room) + 1;
    }
    return frame_send(output, CHANNEL_SESSION, payload, length);
}

static DIR *list(int all) {
    int copy = openat(all, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return copy < 0 ? NULL : fdopendir(copy);
}

static const char *next(DIR *listed) {
    const struct dirent *entry = readdir(listed);
    while (entry != NULL && entry->d_name[0] == '.') {
        entry = readdir(listed);
    }
    return entry == NULL ? NULL : entry->d_name;
}

int session_tell_all(int output, int all) {
    DIR *listed = list(all);
    int result = 0;
    if (listed == NULL) {
        return fail("session", "list");
    }
    for (const char *name = next(listed); name != NULL && result == 0; name = next(listed)) {
        int directory = open_session(all, name);
        if (directory >= 0) {
            result = session_tell(output, name, directory);
            close(directory);
        }
    }
    closedir(listed);
    return result;
}

int session_remove(int all, const char *name) {
    for (int tries = 0; tries < REMOVE_TRIES; tries++) {
        int directory = open_session(all, name);
        if (directory < 0) {
            return errno == ENOENT ? 0 : fail("session", name);
        }
        for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
            unlinkat(directory, files[i], 0);
        }
        close(directory);
        if (unlinkat(all, name, AT_REMOVEDIR) == 0 || errno == ENOENT) {
            return 0;
        }
    }
    return fail("session", name);
}

struct ended {
    int64_t age;
    char name[NAME_MAX + 1];
};

static int older_first(const void *left, const void *right) {
    int64_t difference = ((const struct ended *)right)->age - ((const struct ended *)left)->age;
    return difference < 0 ? -1 : difference > 0;
}

// Who runs a command each moment shall not fill a disk with their ends, nor sort them each time
static int forget_oldest(int all, struct ended *ended, size_t count, size_t kept) {
    if (kept == 0 || count <= 2 * kept) {
        return 0;
    }
    qsort(ended, count, sizeof *ended, older_first);
    for (size_t i = 0; i < count - kept; i++) {
        if (session_remove(all, ended[i].name) < 0) {
            return -1;
        }
    }
    return 0;
}

static int note_ended(struct ended **ended, size_t *count, const char *name, int directory) {
    struct ended *more = reallocarray(*ended, *count + 1, sizeof **ended);
    if (more == NULL) {
        return fail("session", "memory");
    }
    *ended = more;
    more[*count].age = age(directory);
    snprintf(more[*count].name, sizeof more->name, "%s", name);
    (*count)++;
    return 0;
}

int session_make_room(int all, bool background, int most, int kept) {
    struct ended *ended = NULL;
    size_t ended_count = 0;
    int running = 0;
    int result = 0;
    DIR *listed = list(all);
    if (listed == NULL) {
        return fail("session", "list");
    }
    for (const char *name = next(listed); name != NULL && result == 0; name = next(listed)) {
        int directory = open_session(all, name);
        if (directory < 0 || is_in_background(directory) != background) {
            // another kind, or gone meanwhile
        } else if (session_supervisor(directory) > 0) {
            running++;
        } else if (faccessat(directory, "supervisor", F_OK, AT_SYMLINK_NOFOLLOW) == 0) {
            result = note_ended(&ended, &ended_count, name, directory);
        }
        if (directory >= 0) {
            close(directory);
        }
    }
    closedir(listed);
    if (result == 0 && most > 0 && running >= most) {
        result = fail_with("busy", EAGAIN, "sessions");
    }
    if (result == 0) {
        result = forget_oldest(all, ended, ended_count, (size_t)kept);
    }
    free(ended);
    return result;
}
