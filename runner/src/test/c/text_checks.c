// What is parsed: failures, frames, /proc/PID/stat, passwd and group, mountinfo.

#include "accounts.h"
#include "cgroup.h"
#include "checks.h"
#include "failure.h"
#include "frames.h"
#include "process.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { FUZZ_ROUNDS = 20000 };

// An exact allocation, so that the sanitizer sees a read past the end
static char *mutate(struct dice *dice, const char *text, size_t length, size_t *size) {
    static const char spice[] = "\n:,- =)(0129\t/\377";
    size_t kept = dice_roll(dice, 4) == 0 ? dice_roll(dice, (uint32_t)length + 1) : length;
    char *copy = malloc(kept + 1);
    memcpy(copy, text, kept);
    copy[kept] = '\0';
    for (uint32_t i = dice_roll(dice, 6); i > 0 && kept > 0; i--) {
        copy[dice_roll(dice, (uint32_t)kept)] = spice[dice_roll(dice, sizeof spice - 1)];
    }
    *size = kept;
    return copy;
}

void failure_checks(void) {
    char text[64];
    failure_forget();
    CHECK(fail_with("mount", EPERM, "/a\n/\377b") == -1);
    CHECK(fail_with("later", EIO, NULL) == -1);
    size_t length = failure_status(failure_first(), text, sizeof text);
    CHECK(strncmp(text, "failed mount 1 /a?/?b: Operation not permitted", length) == 0);
    CHECK(failure_status(failure_first(), text, 10) == 9);
}

static void a_frame_survives_the_way(void) {
    static const char plan[] = "key\0value";
    char *payload;
    size_t length;
    int ends[2];
    CHECK(pipe2(ends, O_CLOEXEC) == 0);
    CHECK(frame_send(ends[1], CHANNEL_PLAN, plan, sizeof plan) == 0);
    CHECK(frame_receive_plan(ends[0], &payload, &length) == 0);
    CHECK(length == sizeof plan && memcmp(payload, plan, length) == 0 && payload[length] == '\0');
    free(payload);
    CHECK(frame_send(ends[1], CHANNEL_STDIN, plan, sizeof plan) == 0);
    CHECK(frame_receive_plan(ends[0], &payload, &length) == -1);
    close(ends[1]);
    close(ends[0]);
}

void frames_checks(void) {
    struct frame_header header;
    uint8_t bytes[FRAME_HEADER];
    frame_encode(bytes, CHANNEL_HALF_CLOSE, FRAME_PAYLOAD_MAX);
    CHECK(frame_decode(bytes, &header) == 0 && header.channel == 255 && header.payload == FRAME_PAYLOAD_MAX);
    frame_encode(bytes, CHANNEL_STDOUT, FRAME_PAYLOAD_MAX + 1);
    CHECK(frame_decode(bytes, &header) == -1);
    memset(bytes, 0, sizeof bytes);
    CHECK(frame_decode(bytes, &header) == -1);
    memset(bytes, 0xff, sizeof bytes);
    CHECK(frame_decode(bytes, &header) == -1);
    a_frame_survives_the_way();
}

void process_checks(void) {
    static const char stat[] = "1 (a) b) (c) S 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 123456 23 24\n";
    uint64_t start = 0;
    CHECK(process_parse_start_time("7 (x) S 1 1 1 0 -1 4 5 6 7 8 9 10 11 12 20 0 1 0 123456 99 1", &start) == 0);
    CHECK(start == 123456);
    CHECK(process_parse_start_time("7 (x) S 1 1 1 0 -1 4 5 6 7 8 9 10 11 12 20 0 1 0", &start) == -1);
    CHECK(process_parse_start_time("7 (x) S 1 1 1 0 -1 4 5 6 7 8 9 10 11 12 20 0 1 0 -5 9", &start) == -1);
    CHECK(process_parse_start_time("", &start) == -1);
    CHECK(process_start_time(getpid(), &start) == 0 && start > 0);
    struct dice dice = {11};
    for (int i = 0; i < FUZZ_ROUNDS; i++) {
        size_t size;
        char *text = mutate(&dice, stat, sizeof stat - 1, &size);
        process_parse_start_time(text, &start);
        free(text);
    }
}

static const char passwd[] = "root:x:0:0:root:/root:/bin/bash\n"
                             "broken:x:zero:0::/:/bin/sh\n"
                             "alice:x:1000:1001:Alice,,,:/home/alice:/bin/zsh\n"
                             "alice:x:0:0::/:/bin/sh\n"
                             "last:x:4294967294:4:::";
static const char group[] = "root:x:0:\n"
                            "users:x:100:bob,alice\n"
                            "alicex:x:7:alicex,xalice\n"
                            "sudo:x:27:alice\n"
                            "bad:x:a:alice\n";

void accounts_checks(void) {
    static struct account account;
    CHECK(accounts_find(passwd, "alice", &account));
    CHECK(account.uid == 1000 && account.gid == 1001);
    CHECK(strcmp(account.home, "/home/alice") == 0 && strcmp(account.shell, "/bin/zsh") == 0);
    CHECK(!accounts_find(passwd, "broken", &account));
    CHECK(!accounts_find(passwd, "ali", &account));
    CHECK(!accounts_find("", "root", &account));
    CHECK(accounts_find(passwd, "last", &account) && account.uid == 4294967294 && account.home[0] == '\0');
    CHECK(!accounts_find("minus:x:4294967295:0::/:/bin/sh", "minus", &account));
    account.group_count = 0;
    accounts_add_groups(group, "alice", &account);
    CHECK(account.group_count == 2 && account.groups[0] == 100 && account.groups[1] == 27);
    struct dice dice = {12};
    for (int i = 0; i < FUZZ_ROUNDS; i++) {
        size_t size;
        char *text = mutate(&dice, passwd, sizeof passwd - 1, &size);
        accounts_find(text, "alice", &account);
        free(text);
        text = mutate(&dice, group, sizeof group - 1, &size);
        account.group_count = dice_roll(&dice, 2) == 0 ? 0 : ACCOUNTS_GROUPS_MAX - 1;
        accounts_add_groups(text, "alice", &account);
        CHECK(account.group_count <= ACCOUNTS_GROUPS_MAX);
        free(text);
    }
}

void cgroup_checks(void) {
    static const char mountinfo[] =
        "31 20 0:27 / /sys/fs/cgroup/cpu,cpuacct rw,relatime shared:9 - cgroup cgroup rw,cpu,cpuacct\n"
        "32 20 0:28 / /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory\n"
        "33 20 0:29 / /sys/fs/cgroup/systemd rw - cgroup cgroup rw,xattr,release_agent=/x,name=systemd\n"
        "34 20 0:30 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw,memory\n";
    char controllers[32];
    CHECK(cgroup_controllers(mountinfo, 31, controllers, sizeof controllers) == 0);
    CHECK(strcmp(controllers, "cpu,cpuacct") == 0);
    CHECK(cgroup_controllers(mountinfo, 32, controllers, sizeof controllers) == 0);
    CHECK(strcmp(controllers, "memory") == 0);
    CHECK(cgroup_controllers(mountinfo, 33, controllers, sizeof controllers) == 0);
    CHECK(strcmp(controllers, "name=systemd") == 0);
    CHECK(cgroup_controllers(mountinfo, 34, controllers, sizeof controllers) == -1);
    CHECK(cgroup_controllers(mountinfo, 3, controllers, sizeof controllers) == -1);
    CHECK(cgroup_controllers(mountinfo, 31, controllers, 6) == -1);
    struct dice dice = {13};
    for (int i = 0; i < FUZZ_ROUNDS; i++) {
        size_t size;
        char *text = mutate(&dice, mountinfo, sizeof mountinfo - 1, &size);
        cgroup_controllers(text, 31 + dice_roll(&dice, 3), controllers, 1 + dice_roll(&dice, sizeof controllers));
        free(text);
    }
}
