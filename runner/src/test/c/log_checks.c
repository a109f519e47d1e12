// The log of a process that nobody listens to, in a directory of ours.

#include "checks.h"
#include "log.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PIECE = 64 * 1024, PID = 7 };

static char directory[] = "/tmp/zomg-log-XXXXXX";
static char piece[PIECE];

static int open_current(const struct log *log, int flags) {
    int file = openat(log->directory, "7.log", flags | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    CHECK(file >= 0);
    return file;
}

static struct log open_log(void) {
    struct log log = {.directory = open(directory, O_PATH | O_DIRECTORY | O_CLOEXEC), .pid = PID};
    log.file = open_current(&log, O_WRONLY | O_TRUNC);
    return log;
}

static void close_log(const struct log *log) {
    static const char *const names[] = {"7.log", "7.log.1", "7.log.new"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        unlinkat(log->directory, names[i], 0);
    }
    close(log->file);
    close(log->directory);
}

static off_t size_of(const struct log *log, const char *name) {
    struct stat seen;
    return fstatat(log->directory, name, &seen, AT_SYMLINK_NOFOLLOW) == 0 ? seen.st_size : -1;
}

static char first_of(const struct log *log, const char *name) {
    char first = 0;
    int file = openat(log->directory, name, O_RDONLY | O_CLOEXEC);
    CHECK(file >= 0 && read(file, &first, 1) == 1);
    close(file);
    return first;
}

static void fill(struct log *log, char with, size_t bytes) {
    memset(piece, with, sizeof piece);
    for (size_t left = bytes; left > 0;) {
        size_t size = left < sizeof piece ? left : sizeof piece;
        log_write(log, piece, size);
        left -= size;
    }
}

static void a_small_log_is_one_file(void) {
    struct log log = open_log();
    log_write(&log, "hello", 5);
    fill(&log, 'a', LOG_HALF - 5);
    CHECK(size_of(&log, "7.log") == LOG_HALF && size_of(&log, "7.log.1") == -1 && log.lost == 0);
    close_log(&log);
}

static void of_a_large_one_the_last_two_halves_are_there(void) {
    struct log log = open_log();
    for (char with = 'a'; with <= 'f'; with++) {
        fill(&log, with, LOG_HALF);
        CHECK(size_of(&log, "7.log") <= LOG_HALF && size_of(&log, "7.log.1") <= LOG_HALF);
    }
    CHECK(first_of(&log, "7.log") == 'f' && first_of(&log, "7.log.1") == 'e');
    CHECK(size_of(&log, "7.log") == LOG_HALF && size_of(&log, "7.log.1") == LOG_HALF);
    CHECK(size_of(&log, "7.log.new") == -1 && log.lost == 0);
    struct stat seen;
    CHECK(fstat(log.file, &seen) == 0 && (seen.st_mode & 07777) == 0600 && seen.st_uid == geteuid());
    close_log(&log);
}

static void what_others_put_in_its_way_is_left_alone_and_it_stays_bounded(void) {
    // What has its name by now is not ours
    struct log log = open_log();
    CHECK(unlinkat(log.directory, "7.log", 0) == 0);
    int other = open_current(&log, O_WRONLY);
    CHECK(write(other, "mine", 4) == 4);
    close(other);
    fill(&log, 'a', 3 * (size_t)LOG_HALF);
    struct stat seen;
    CHECK(fstat(log.file, &seen) == 0 && seen.st_size <= LOG_HALF);
    CHECK(size_of(&log, "7.log") == 4 && size_of(&log, "7.log.1") == -1);
    close_log(&log);

    // A directory is where the older half should go
    log = open_log();
    CHECK(mkdirat(log.directory, "7.log.1", 0700) == 0);
    fill(&log, 'b', 3 * (size_t)LOG_HALF);
    CHECK(size_of(&log, "7.log") <= LOG_HALF && first_of(&log, "7.log") == 'b');
    CHECK(unlinkat(log.directory, "7.log.1", AT_REMOVEDIR) == 0);
    close_log(&log);

    // A link is where the next one should begin: it goes, and not what it leads to
    log = open_log();
    CHECK(symlinkat("elsewhere", log.directory, "7.log.new") == 0);
    fill(&log, 'c', LOG_HALF + 1);
    CHECK(size_of(&log, "elsewhere") == -1 && size_of(&log, "7.log.1") == LOG_HALF && size_of(&log, "7.log") == 1);
    close_log(&log);
}

static void what_there_is_no_room_for_is_told_when_there_is(void) {
    struct log log = open_log();
    struct rlimit before;
    signal(SIGXFSZ, SIG_IGN);
    CHECK(getrlimit(RLIMIT_FSIZE, &before) == 0);
    const struct rlimit little = {.rlim_cur = 1000, .rlim_max = before.rlim_max};
    CHECK(setrlimit(RLIMIT_FSIZE, &little) == 0);
    fill(&log, 'a', 5000);
    fill(&log, 'b', 300);
    CHECK(log.lost == 4300 && size_of(&log, "7.log") == 1000);
    CHECK(setrlimit(RLIMIT_FSIZE, &before) == 0);
    fill(&log, 'c', 1);
    char text[2000] = {0};
    int file = openat(log.directory, "7.log", O_RDONLY | O_CLOEXEC);
    CHECK(pread(file, text, sizeof text - 1, 1000) > 0);
    close(file);
    CHECK(strcmp(text, "\n[zomg: no room for 4300 bytes]\nc") == 0 && log.lost == 0);
    close_log(&log);
}

void log_checks(void) {
    CHECK(mkdtemp(directory) != NULL);
    a_small_log_is_one_file();
    of_a_large_one_the_last_two_halves_are_there();
    what_others_put_in_its_way_is_left_alone_and_it_stays_bounded();
    what_there_is_no_room_for_is_told_when_there_is();
    CHECK(rmdir(directory) == 0);
}
