// Files below a root full of traps, sent and received as frames, as the user who runs the checks.

#include "checks.h"
#include "failure.h"
#include "frames.h"
#include "item.h"
#include "place.h"
#include "receive_files.h"
#include "send_files.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static int remove_one(const char *path, const struct stat *seen, int type, struct FTW *place) {
    (void)seen;
    (void)type;
    (void)place;
    return remove(path);
}

static void items_are_read_as_written(void) {
    char text[ITEM_TEXT_MAX];
    const struct item item = {
        .type = ITEM_LINK,
        .permissions = 04755,
        .uid = 65535,
        .gid = 7,
        .size = 1ULL << 40,
        .modified = {.tv_sec = -5, .tv_nsec = 999999999},
        .name = "a\xff b",
        .target = "../x",
    };
    struct item read;
    size_t length = item_write(&item, text, sizeof text);
    CHECK(length > 0 && item_parse(&read, text, length) == 0);
    CHECK(read.type == ITEM_LINK && read.permissions == 04755 && read.uid == 65535 && read.gid == 7);
    CHECK(read.size == 1ULL << 40 && read.modified.tv_sec == -5 && read.modified.tv_nsec == 999999999);
    CHECK(strcmp(read.name, item.name) == 0 && strcmp(read.target, item.target) == 0);
    for (size_t shorter = 0; shorter < length; shorter++) {
        CHECK(item_parse(&read, text, shorter) == -1);
    }
    CHECK(item_write(&item, text, length - 1) == 0);
}

static void what_is_no_item_is_refused(void) {
    static const char *const wrong[] = {
        "x 644 0 0 0 0 0", "f 10000 0 0 0 0 0", "f 8 0 0 0 0 0", "f 644 4294967296 0 0 0 0", "f 644 0 0 -1 0 0",
        "f 644 0 0 0 0 1000000000", "f 644 0 0 0 0", "f 644 0 0 0 0 0 ", "f  644 0 0 0 0 0", "f", "",
    };
    struct item item;
    char text[64];
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        int length = snprintf(text, sizeof text, "%s%cn%c%c", wrong[i], '\0', '\0', '\0');
        CHECK(item_parse(&item, text, (size_t)length) == -1);
    }
    struct dice dice = {.state = 42};
    for (int round = 0; round < 20000; round++) {
        size_t length = dice_roll(&dice, sizeof text);
        for (size_t i = 0; i < length; i++) {
            static const char bytes[] = "fdlh 01234567\0\0\0-n/";
            text[i] = bytes[dice_roll(&dice, sizeof bytes - 1)];
        }
        item_parse(&item, text, length);
    }
}

struct script {
    FILE *frames;
};

static struct script script(void) {
    struct script script = {.frames = tmpfile()};
    CHECK(script.frames != NULL);
    return script;
}

static void frame(struct script *script, enum channel channel, const void *bytes, size_t length) {
    uint8_t header[FRAME_HEADER];
    frame_encode(header, channel, length);
    CHECK(fwrite(header, 1, sizeof header, script->frames) == sizeof header);
    CHECK(fwrite(bytes, 1, length, script->frames) == length);
}

static void add(struct script *script, enum item_type type, const char *name, const char *target, const char *content) {
    char text[ITEM_TEXT_MAX];
    const struct item item = {
        .type = type,
        .permissions = 0640,
        .uid = getuid(),
        .gid = getgid(),
        .size = strlen(content),
        .modified = {.tv_sec = 1000000000},
        .name = name,
        .target = target,
    };
    frame(script, CHANNEL_ITEM, text, item_write(&item, text, sizeof text));
    if (content[0] != '\0') {
        frame(script, CHANNEL_STDIN, content, strlen(content));
    }
}

static void end(struct script *script) {
    frame(script, CHANNEL_HALF_CLOSE, "", 1);
}

// The exit code: 0, or 1 with the failure's step in `step`
static int play(struct script *script, const struct places *places, const char *operation, const char *path,
                char step[24]) {
    int steps[2];
    int status;
    CHECK(pipe(steps) == 0 && fflush(script->frames) == 0);
    fflush(stdout);
    pid_t child = fork();
    CHECK(child >= 0);
    if (child == 0) {
        struct plan plan = {.path = path};
        struct places own = *places;
        own.self = open("/proc/self/fd", O_PATH | O_DIRECTORY | O_CLOEXEC); // of this process
        int null = open("/dev/null", O_WRONLY | O_CLOEXEC);
        CHECK(lseek(fileno(script->frames), 0, SEEK_SET) == 0 && dup2(fileno(script->frames), STDIN_FILENO) == 0);
        CHECK(dup2(null, STDOUT_FILENO) == STDOUT_FILENO);
        int result = strcmp(operation, "write") == 0    ? files_write(&own, &plan)
                     : strcmp(operation, "unpack") == 0 ? files_unpack(&own, path)
                     : strcmp(operation, "delete") == 0 ? files_delete(&own, path)
                     : strcmp(operation, "read") == 0   ? files_read(&own, path)
                                                        : files_pack(&own, path);
        if (getenv("ZOMG_CHECK_LOUD") != NULL) {
            char text[512];
            size_t length = failure_status(failure_first(), text, sizeof text);
            fprintf(stderr, "%s %s: %d %.*s\n", operation, path, result, (int)length, text);
        }
        CHECK(write(steps[1], failure_first()->step, 24) == 24);
        _exit(result == 0 ? 0 : 1);
    }
    CHECK(waitpid(child, &status, 0) == child && WIFEXITED(status));
    CHECK(read(steps[0], step, 24) == 24);
    close(steps[0]);
    close(steps[1]);
    fclose(script->frames);
    return WEXITSTATUS(status);
}

static int content_is(int root, const char *name, const char *content) {
    char bytes[64] = {0};
    int file = openat(root, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    ssize_t length = file < 0 ? -1 : read(file, bytes, sizeof bytes - 1);
    close(file);
    return length == (ssize_t)strlen(content) && strcmp(bytes, content) == 0;
}

static int entries(const char *path) {
    char command[128];
    int count = -1;
    snprintf(command, sizeof command, "ls -A '%s' | wc -l", path);
    FILE *out = popen(command, "re");
    CHECK(out != NULL && fscanf(out, "%d", &count) == 1);
    pclose(out);
    return count;
}

static void a_file_is_replaced_as_a_whole(const struct places *places, int root, const char *top) {
    char step[24];
    struct stat seen;
    struct script one = script();
    frame(&one, CHANNEL_STDIN, "first", 5);
    end(&one);
    CHECK(play(&one, places, "write", "/new/er/file", step) == 0);
    CHECK(content_is(root, "new/er/file", "first") && fchmodat(root, "new/er/file", 0751, 0) == 0);
    struct script cut = script();
    frame(&cut, CHANNEL_STDIN, "other", 5);
    CHECK(play(&cut, places, "write", "/new/er/file", step) == 1 && strcmp(step, "input") == 0);
    CHECK(content_is(root, "new/er/file", "first"));
    struct script two = script();
    frame(&two, CHANNEL_STDIN, "sec", 3);
    frame(&two, CHANNEL_STDIN, "ond", 3);
    end(&two);
    CHECK(play(&two, places, "write", "/new/er/file", step) == 0);
    CHECK(content_is(root, "new/er/file", "second"));
    CHECK(fstatat(root, "new/er/file", &seen, 0) == 0 && (seen.st_mode & 07777) == 0751);
    char directory[128];
    snprintf(directory, sizeof directory, "%s/new/er", top);
    CHECK(entries(directory) == 1);
}

static void nothing_is_written_through_or_onto_what_is_no_file(const struct places *places, int root) {
    static const struct {
        const char *path;
        const char *step;
    } wrong[] = {
        {"/fifo", "not_served"}, {"/new", "path"}, {"/", "path"}, {"/new/..", "path"}, {"/new/er/file/x", "path"},
    };
    char step[24];
    CHECK(mkfifoat(root, "fifo", 0644) == 0);
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        struct script one = script();
        end(&one);
        CHECK(play(&one, places, "write", wrong[i].path, step) == 1 && strcmp(step, wrong[i].step) == 0);
    }
    CHECK(symlinkat("/new/er/file", root, "link") == 0);
    struct script two = script();
    frame(&two, CHANNEL_STDIN, "third", 5);
    end(&two);
    CHECK(play(&two, places, "write", "/link", step) == 0);
    CHECK(content_is(root, "link", "third") && content_is(root, "new/er/file", "second"));
    struct script fifo = script();
    CHECK(play(&fifo, places, "read", "/fifo", step) == 1 && strcmp(step, "not_served") == 0);
}

static void archives_stay_below(const struct places *places, int root) {
    char step[24];
    static const char *const climbing[] = {"../x", "a/../../x", "..", "a/.."};
    for (size_t i = 0; i < sizeof climbing / sizeof climbing[0]; i++) {
        struct script one = script();
        add(&one, ITEM_FILE, climbing[i], "", "x");
        end(&one);
        CHECK(play(&one, places, "unpack", "/down", step) == 1 && strcmp(step, "path") == 0);
    }
    struct script two = script();
    add(&two, ITEM_DIRECTORY, "./", "", "");
    add(&two, ITEM_DIRECTORY, "./d/", "", "");
    add(&two, ITEM_FILE, "./d/f", "", "content");
    add(&two, ITEM_LINK, "./d/l", "/etc/passwd", "");
    add(&two, ITEM_HARD_LINK, "./d/h", "d/f", "");
    add(&two, ITEM_HARD_LINK, "./d/h", "d/f", "");
    add(&two, ITEM_FILE, "/absolute", "", "below");
    add(&two, ITEM_FILE, "empty", "", "");
    end(&two);
    CHECK(play(&two, places, "unpack", "/down", step) == 0);
    CHECK(content_is(root, "down/d/f", "content") && content_is(root, "down/d/h", "content"));
    CHECK(content_is(root, "down/absolute", "below") && content_is(root, "down/empty", ""));
    struct stat seen;
    CHECK(fstatat(root, "down/d", &seen, 0) == 0 && seen.st_mtime == 1000000000 && (seen.st_mode & 07777) == 0640);
    CHECK(fstatat(root, "down/d/f", &seen, 0) == 0 && seen.st_mtime == 1000000000 && seen.st_nlink == 2);
    struct script three = script();
    add(&three, ITEM_HARD_LINK, "h", "/../../../../../../etc/passwd", "");
    end(&three);
    CHECK(play(&three, places, "unpack", "/down", step) == 1 && strcmp(step, "path") == 0);
}

static void what_came_before_a_cut_is_all_that_stays(const struct places *places, int root, const char *top) {
    char step[24];
    char text[ITEM_TEXT_MAX];
    struct script one = script();
    add(&one, ITEM_FILE, "whole", "", "whole");
    const struct item item = {.type = ITEM_FILE, .size = 100, .name = "half", .target = ""};
    frame(&one, CHANNEL_ITEM, text, item_write(&item, text, sizeof text));
    frame(&one, CHANNEL_STDIN, "half", 4);
    CHECK(play(&one, places, "unpack", "/cut", step) == 1 && strcmp(step, "input") == 0);
    CHECK(content_is(root, "cut/whole", "whole"));
    snprintf(text, sizeof text, "%s/cut", top);
    CHECK(entries(text) == 1);
    struct script two = script();
    const struct item foreign = {.type = ITEM_FILE, .uid = 65536, .name = "foreign", .target = ""};
    frame(&two, CHANNEL_ITEM, text, item_write(&foreign, text, sizeof text));
    end(&two);
    CHECK(play(&two, places, "unpack", "/cut", step) == 1 && strcmp(step, "ids") == 0);
}

void files_checks(void) {
    struct places places;
    char path[] = "/tmp/zomg-files-XXXXXX";
    items_are_read_as_written();
    what_is_no_item_is_refused();
    CHECK(mkdtemp(path) != NULL);
    int root = open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
    CHECK(root >= 0);
    int nameless = openat(root, ".", O_TMPFILE | O_WRONLY | O_CLOEXEC, 0600);
    if (nameless < 0 && errno == EOPNOTSUPP) {
        printf("  -- files: not on this file system\n");
    } else {
        close(nameless);
        CHECK(places_open(&places, root, -1) == 0);
        a_file_is_replaced_as_a_whole(&places, root, path);
        nothing_is_written_through_or_onto_what_is_no_file(&places, root);
        archives_stay_below(&places, root);
        what_came_before_a_cut_is_all_that_stays(&places, root, path);
    }
    close(root);
    CHECK(nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS) == 0);
}
