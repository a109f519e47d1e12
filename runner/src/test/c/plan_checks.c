#include "checks.h"
#include "failure.h"
#include "plan.h"

#include <stdlib.h>
#include <string.h>

enum { FUZZ_ROUNDS = 60000, ROOM = 4096 };

#define START_KEYS                                                                                                     \
    "uid\0abcdefghij23\0root\0/pool/roots/abcdefghij23\0isolation\0hardened\0id_first\0" "2000000000\0"                \
    "hostname\0web.demo\0tmp\0/pool/tmp/x\0resolv_conf\0/run/r\0hosts\0/run/h\0boxes_env\0/run/e\0"
#define NETWORK_KEYS                                                                                                   \
    "link\0zabcdefghij23\0link_group\0" "7\0link_alias\0web of demo\0address\0" "10.66.0.2\0gateway\0" "10.66.0.1\0"
#define LISTS                                                                                                          \
    "cgroup_version\0" "1\0cgroup\0/sys/fs/cgroup/memory/z\0cgroup\0/sys/fs/cgroup/cpu/z\0" LISTS_WITHOUT_GROUPS
#define LISTS_WITHOUT_GROUPS                                                                                           \
    "bind_from\0/pool/v\0bind_to\0/data\0bind_mode\0ro\0bind_from\0/pool/h\0bind_to\0/home\0bind_mode\0rw\0"           \
    "env\0A=1\0env\0B=\0arg\0/usr/bin/tini\0arg\0-s\0arg\0\0"
#define ENTER_KEYS "pid\0" "12\0start_time\0" "34\0isolation\0privileged\0arg\0true\0"

#define VOLUMES_KEYS "pid\0" "12\0start_time\0" "34\0isolation\0hardened\0"
#define LISTED_VOLUMES                                                                                                 \
    "unmount\0/srv/a\0unmount\0/srv/b c\0bind_from\0/pool/v\0bind_to\0/data\0bind_mode\0ro\0"
#define SESSION_KEYS ENTER_KEYS "session\0/run/s\0wait\0" "60\0"

#define FILES_KEYS "operation\0read\0path\0/etc/x\0isolation\0hardened\0"

static const char start_plan[] = START_KEYS NETWORK_KEYS LISTS;
static const char pod_plan[] = "isolation\0privileged\0hostname\0web.demo\0" LISTS_WITHOUT_GROUPS;
static const char enter_plan[] = ENTER_KEYS "user\0alice\0cwd\0/work\0limit\0" "3600\0";

// The literal's own final NUL does not belong to the plan
static int parse(struct plan *plan, enum plan_verb verb, const char *bytes, size_t size) {
    static char room[ROOM];
    memcpy(room, bytes, size);
    failure_forget();
    return plan_parse(plan, verb, room, size - 1);
}

#define REFUSED(verb, literal) CHECK(parse(&plan, verb, literal, sizeof(literal)) == -1)
#define TAKEN(verb, literal) CHECK(parse(&plan, verb, literal, sizeof(literal)) == 0), plan_release(&plan)

static void a_whole_plan_is_taken(void) {
    struct plan plan;
    CHECK(parse(&plan, PLAN_START, start_plan, sizeof start_plan) == 0);
    CHECK(plan.hardened && plan.id_first == 2000000000 && strcmp(plan.hostname, "web.demo") == 0);
    CHECK(plan.cgroup_count == 2 && plan.cgroup_version == 1);
    CHECK(plan.bind_count == 2 && plan.binds[0].read_only && !plan.binds[1].read_only);
    CHECK(strcmp(plan.binds[1].to, "/home") == 0);
    CHECK(plan.network.wanted && plan.network.group == 7);
    CHECK(plan.argument_count == 3 && plan.arguments[2][0] == '\0' && plan.arguments[3] == NULL);
    CHECK(plan.environment_count == 2 && strcmp(plan.environment[1], "B=") == 0 && plan.environment[2] == NULL);
    static char a[] = "A=2";
    static char c[] = "C=3";
    plan_default(&plan, a);
    plan_default(&plan, c);
    CHECK(plan.environment_count == 3 && strcmp(plan.environment[2], "C=3") == 0 && plan.environment[3] == NULL);
    plan_release(&plan);

    CHECK(parse(&plan, PLAN_ENTER, enter_plan, sizeof enter_plan) == 0);
    CHECK(plan.pid == 12 && plan.start_time == 34 && !plan.hardened && plan.limit_seconds == 3600);
    plan_release(&plan);
}

static void a_plan_about_files_is_of_a_running_or_a_stopped_box(void) {
    struct plan plan;
    TAKEN(PLAN_FILES, FILES_KEYS "root\0/pool/r\0bind_from\0/pool/h\0bind_to\0/home\0bind_mode\0rw\0");
    TAKEN(PLAN_FILES, FILES_KEYS "pid\0" "12\0start_time\0" "34\0permissions\0" "4755\0");
    REFUSED(PLAN_FILES, FILES_KEYS);
    REFUSED(PLAN_FILES, FILES_KEYS "pid\0" "12\0");
    REFUSED(PLAN_FILES, FILES_KEYS "pid\0" "12\0start_time\0" "34\0root\0/pool/roots/x\0");
    REFUSED(PLAN_FILES, FILES_KEYS "root\0/x\0permissions\0" "8\0");
    REFUSED(PLAN_FILES, FILES_KEYS "root\0/x\0permissions\0" "00644\0");
    REFUSED(PLAN_FILES, FILES_KEYS "root\0/x\0arg\0true\0");
    REFUSED(PLAN_FILES, "operation\0read\0path\0etc\0isolation\0hardened\0root\0/x\0");
    REFUSED(PLAN_ENTER, ENTER_KEYS "operation\0read\0");
}

static void a_plan_about_volumes_is_of_a_running_box(void) {
    struct plan plan;
    CHECK(parse(&plan, PLAN_VOLUMES, VOLUMES_KEYS LISTED_VOLUMES, sizeof(VOLUMES_KEYS LISTED_VOLUMES)) == 0);
    CHECK(plan.unmount_count == 2 && strcmp(plan.unmounts[1], "/srv/b c") == 0);
    CHECK(plan.bind_count == 1 && plan.binds[0].read_only);
    plan_release(&plan);
    TAKEN(PLAN_VOLUMES, VOLUMES_KEYS);
    REFUSED(PLAN_VOLUMES, VOLUMES_KEYS "unmount\0srv\0");
    REFUSED(PLAN_VOLUMES, VOLUMES_KEYS "unmount\0/\0");
    REFUSED(PLAN_VOLUMES, VOLUMES_KEYS "unmount\0/srv/../etc\0");
    REFUSED(PLAN_VOLUMES, VOLUMES_KEYS "root\0/x\0");
    REFUSED(PLAN_VOLUMES, VOLUMES_KEYS "arg\0true\0");
    REFUSED(PLAN_VOLUMES, "pid\0" "12\0start_time\0" "34\0");
    REFUSED(PLAN_START, START_KEYS "arg\0/x\0unmount\0/srv\0");
}

static void a_box_is_named_by_its_pid_1_or_by_the_pod(void) {
    struct plan plan;
#define POD "place\0pod\0isolation\0privileged\0"
    CHECK(parse(&plan, PLAN_ENTER, POD "arg\0true\0", sizeof(POD "arg\0true\0")) == 0);
    CHECK(plan.in_pod && plan.pid == 1);
    plan_release(&plan);
    TAKEN(PLAN_FILES, POD "operation\0read\0path\0/etc/x\0");
    TAKEN(PLAN_VOLUMES, POD "unmount\0/srv/a\0");
    TAKEN(PLAN_TUNNEL, "place\0pod\0");
    TAKEN(PLAN_SESSION, POD "arg\0true\0wait\0" "60\0session\0/run/zomg/sessions/aB0-_\0");
    REFUSED(PLAN_TUNNEL, "place\0node\0");
    REFUSED(PLAN_ENTER, POD "place\0pod\0arg\0true\0");
    REFUSED(PLAN_ENTER, POD "arg\0true\0pid\0" "12\0start_time\0" "34\0");
    REFUSED(PLAN_ENTER, POD "arg\0true\0start_time\0" "34\0");
    REFUSED(PLAN_ENTER, POD "arg\0true\0cgroup_version\0" "1\0cgroup\0/a\0");
    REFUSED(PLAN_FILES, POD "operation\0read\0path\0/etc/x\0root\0/x\0");
    REFUSED(PLAN_SESSION, POD "arg\0true\0wait\0" "60\0session\0/run/s\0");
    REFUSED(PLAN_SESSION, POD "arg\0true\0wait\0" "60\0session\0/run/zomg/sessions/\0");
    REFUSED(PLAN_SESSION, POD "arg\0true\0wait\0" "60\0session\0/run/zomg/sessions/..\0");
    REFUSED(PLAN_SESSION, POD "arg\0true\0wait\0" "60\0session\0/run/zomg/sessions/a/b\0");
    REFUSED(PLAN_START, START_KEYS "arg\0/x\0place\0pod\0");
}

static void sessions_are_named_by_their_directories(void) {
    struct plan plan;
    TAKEN(PLAN_ATTACH, "session\0/run/a\0");
    TAKEN(PLAN_ATTACH, "session\0/run/zomg/sessions/a\0place\0pod\0");
    REFUSED(PLAN_ATTACH, "session\0/run/a\0place\0pod\0");
    REFUSED(PLAN_ATTACH, "session\0a\0");
    REFUSED(PLAN_ATTACH, "place\0pod\0");
    TAKEN(PLAN_SESSIONS, "directory\0/run\0remove\0a\0hang_up\0b\0remove\0c\0");
    TAKEN(PLAN_SESSIONS, "directory\0/run/zomg/sessions\0place\0pod\0");
    REFUSED(PLAN_SESSIONS, "directory\0/run\0place\0pod\0");
    REFUSED(PLAN_SESSIONS, "directory\0/run\0remove\0../a\0");
    REFUSED(PLAN_SESSIONS, "directory\0/run\0hang_up\0\0");
    TAKEN(PLAN_SESSION, POD "arg\0true\0wait\0" "6\0session\0/run/zomg/sessions/a\0about\0a\0most\0" "3\0kept\0" "1\0mode\0attached\0");
    REFUSED(PLAN_SESSION, POD "arg\0true\0wait\0" "6\0session\0/run/zomg/sessions/a\0most\0" "3\0");
    REFUSED(PLAN_SESSION, POD "arg\0true\0wait\0" "6\0session\0/run/zomg/sessions/a\0about\0a\0most\0" "0\0");
}

static void what_is_missing_is_refused(void) {
    struct plan plan;
    TAKEN(PLAN_START, START_KEYS "arg\0/x\0");
    REFUSED(PLAN_START, "");
    REFUSED(PLAN_START, START_KEYS);
    REFUSED(PLAN_START, START_KEYS "arg\0");
    REFUSED(PLAN_START, START_KEYS "arg\0x");
    REFUSED(PLAN_START, START_KEYS "arg\0/x\0link\0zx\0");
    REFUSED(PLAN_START, START_KEYS "arg\0/x\0cgroup\0/sys\0");
    REFUSED(PLAN_START, START_KEYS "arg\0/x\0bind_from\0/a\0");
    REFUSED(PLAN_START, START_KEYS "arg\0/x\0bind_from\0/a\0bind_to\0/b\0");
    REFUSED(PLAN_START, START_KEYS "arg\0/x\0bind_from\0/a\0bind_mode\0ro\0bind_to\0/b\0");
    REFUSED(PLAN_ENTER, "pid\0" "12\0isolation\0privileged\0arg\0true\0");
}

static void what_is_unknown_twice_or_of_wrong_form_is_refused(void) {
    struct plan plan;
    TAKEN(PLAN_TUNNEL, "pid\0" "12\0start_time\0" "5\0");
    REFUSED(PLAN_TUNNEL, "pid\0" "12\0");
    REFUSED(PLAN_TUNNEL, "pid\0" "12\0start_time\0" "5\0arg\0true\0");
    TAKEN(PLAN_ENTER, ENTER_KEYS);
    REFUSED(PLAN_ENTER, ENTER_KEYS "root\0/\0");
    REFUSED(PLAN_ENTER, ENTER_KEYS "\0\0");
    REFUSED(PLAN_ENTER, ENTER_KEYS "pid\0" "12\0");
    REFUSED(PLAN_ENTER, ENTER_KEYS "cwd\0work\0");
    REFUSED(PLAN_ENTER, ENTER_KEYS "mode\0background\0");
    REFUSED(PLAN_ENTER, ENTER_KEYS "limit\0" "0\0");
    REFUSED(PLAN_ENTER, ENTER_KEYS "limit\0" "86401\0");
    TAKEN(PLAN_SESSION, SESSION_KEYS "mode\0background\0");
    TAKEN(PLAN_SESSION, SESSION_KEYS "mode\0foreground\0limit\0" "1\0");
    REFUSED(PLAN_SESSION, SESSION_KEYS "mode\0both\0");
    REFUSED(PLAN_SESSION, SESSION_KEYS "mode\0background\0limit\0" "1\0");
    REFUSED(PLAN_SESSION, SESSION_KEYS "mode\0background\0terminal\0" "24 80\0");
    REFUSED(PLAN_ENTER, ENTER_KEYS "user\0a:b\0");
    REFUSED(PLAN_ENTER, ENTER_KEYS "user\0\0");
    REFUSED(PLAN_ENTER, ENTER_KEYS "env\0=x\0");
    REFUSED(PLAN_ENTER, ENTER_KEYS "env\0A\0");
    REFUSED(PLAN_ENTER, ENTER_KEYS "env\0" "1A=x\0");
    REFUSED(PLAN_ENTER, ENTER_KEYS "cgroup_version\0" "3\0");
    REFUSED(PLAN_ENTER, ENTER_KEYS "cgroup_version\0" "2\0cgroup\0/a\0cgroup\0/b\0");
    REFUSED(PLAN_ENTER, "pid\0" "1\0start_time\0" "34\0isolation\0privileged\0arg\0true\0");
    REFUSED(PLAN_ENTER, "pid\0" "-2\0start_time\0" "34\0isolation\0privileged\0arg\0true\0");
    REFUSED(PLAN_ENTER, "pid\0" "12\0start_time\0" "18446744073709551616\0isolation\0privileged\0arg\0true\0");
    REFUSED(PLAN_ENTER, "pid\0" "12\0start_time\0" "034\0isolation\0privileged\0arg\0true\0");
    REFUSED(PLAN_ENTER, "pid\0" "12\0start_time\0" "34\0isolation\0none\0arg\0true\0");
    REFUSED(PLAN_ENTER, "pid\0" "12\0start_time\0" "34\0isolation\0privileged\0arg\0\0");
}

static void a_mount_point_has_one_spelling(void) {
    struct plan plan;
#define BIND(to) START_KEYS "arg\0/x\0bind_from\0/a\0bind_to\0" to "\0bind_mode\0rw\0"
    TAKEN(PLAN_START, BIND("/box/bin"));
    TAKEN(PLAN_START, BIND("/..a/.b"));
    REFUSED(PLAN_START, BIND("/"));
    REFUSED(PLAN_START, BIND("//"));
    REFUSED(PLAN_START, BIND("data"));
    REFUSED(PLAN_START, BIND("/data/.."));
    REFUSED(PLAN_START, BIND("/./data"));
    REFUSED(PLAN_START, BIND(""));
}

static void host_ids_stay_out_of_the_hosts_own(void) {
    struct plan plan;
#define RANGE(first) "id_first\0" first "\0"
#define REST                                                                                                           \
    "uid\0a\0root\0/r\0isolation\0hardened\0hostname\0h\0tmp\0/t\0resolv_conf\0/r\0hosts\0/h\0boxes_env\0/run/e\0arg\0/x\0"
    TAKEN(PLAN_START, RANGE("65536") REST);
    TAKEN(PLAN_START, RANGE("4294901759") REST);
    REFUSED(PLAN_START, RANGE("4294901760") REST);
    REFUSED(PLAN_START, RANGE("65535") REST);
    REFUSED(PLAN_START, RANGE("0") REST);
    REFUSED(PLAN_START, REST);
}

static void fuzz(enum plan_verb verb, const char *seed, size_t size, uint64_t start) {
    static const char *const words[] = {"pid", "arg", "env", "bind_to", "/", "..", "999999999999999999999", "A="};
    struct dice dice = {start};
    for (int i = 0; i < FUZZ_ROUNDS; i++) {
        struct plan plan;
        size_t length = dice_roll(&dice, 3) == 0 ? dice_roll(&dice, (uint32_t)size) : size;
        char *bytes = malloc(length + 1);
        memcpy(bytes, seed, length);
        for (uint32_t n = dice_roll(&dice, 5); n > 0 && length > 0; n--) {
            size_t at = dice_roll(&dice, (uint32_t)length);
            const char *word = words[dice_roll(&dice, sizeof words / sizeof words[0])];
            switch (dice_roll(&dice, 3)) {
            case 0:
                bytes[at] = (char)dice_roll(&dice, 256);
                break;
            case 1:
                bytes[at] = '\0';
                break;
            default:
                memcpy(bytes + at, word, strlen(word) < length - at ? strlen(word) : length - at);
            }
        }
        bytes[length] = '\0';
        failure_forget();
        if (plan_parse(&plan, verb, bytes, length) == 0) {
            CHECK(plan.argument_count > 0 && plan.arguments[plan.argument_count] == NULL);
            CHECK(plan.bind_part == 0);
            plan_release(&plan);
        }
        free(bytes);
    }
}

void plan_checks(void) {
    a_whole_plan_is_taken();
    a_plan_about_files_is_of_a_running_or_a_stopped_box();
    a_plan_about_volumes_is_of_a_running_box();
    a_box_is_named_by_its_pid_1_or_by_the_pod();
    sessions_are_named_by_their_directories();
    what_is_missing_is_refused();
    what_is_unknown_twice_or_of_wrong_form_is_refused();
    a_mount_point_has_one_spelling();
    host_ids_stay_out_of_the_hosts_own();
    fuzz(PLAN_START, start_plan, sizeof start_plan - 1, 1);
    fuzz(PLAN_ENTER, enter_plan, sizeof enter_plan - 1, 2);
    fuzz(PLAN_POD, pod_plan, sizeof pod_plan - 1, 3);
}
