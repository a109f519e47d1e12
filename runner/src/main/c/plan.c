#include "plan.h"

#include "failure.h"
#include "pod_place.h"

#include <arpa/inet.h>
#include <errno.h>
#include <limits.h>
#include <net/if.h>
#include <stdlib.h>
#include <string.h>

enum multiplicity { ONCE, OPTIONAL, MANY };

struct key {
    const char *name;
    int verbs;
    enum multiplicity multiplicity;
    int (*take)(struct plan *plan, char *value);
};

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

static bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static int number(const char *text, uint64_t most, uint64_t *result) {
    uint64_t value = 0;
    if (*text == '\0' || (text[0] == '0' && text[1] != '\0')) {
        return -1;
    }
    for (; *text != '\0'; text++) {
        if (!is_digit(*text)) {
            return -1;
        }
        uint64_t digit = (uint64_t)(*text - '0');
        if (value > (most - digit) / 10) {
            return -1;
        }
        value = value * 10 + digit;
    }
    *result = value;
    return 0;
}

static int absolute(const char *path) {
    return path[0] == '/' && strlen(path) < PATH_MAX ? 0 : -1;
}

// Absolute, not the root itself, and without . and .. components: a mount point has one spelling only
static int mount_point(const char *path) {
    if (absolute(path) < 0) {
        return -1;
    }
    bool named = false;
    while (*path != '\0') {
        path += strspn(path, "/");
        size_t length = strcspn(path, "/");
        if ((length == 1 && path[0] == '.') || (length == 2 && path[0] == '.' && path[1] == '.')) {
            return -1;
        }
        named = named || length > 0;
        path += length;
    }
    return named ? 0 : -1;
}

static int take_uid(struct plan *plan, char *value) {
    size_t length = strlen(value);
    if (length == 0 || length > 32 || strspn(value, "abcdefghijklmnopqrstuvwxyz0123456789") != length) {
        return -1;
    }
    plan->uid = value;
    return 0;
}

static int take_root(struct plan *plan, char *value) {
    plan->root = value;
    return absolute(value);
}

static int take_isolation(struct plan *plan, char *value) {
    plan->hardened = strcmp(value, "hardened") == 0;
    return plan->hardened || strcmp(value, "privileged") == 0 ? 0 : -1;
}

static int take_id_first(struct plan *plan, char *value) {
    uint64_t first;
    // The last id of the range must not be (uid_t)-1, the first not one of the host's own users
    if (number(value, UINT32_MAX - BOX_IDS, &first) < 0 || first < BOX_IDS) {
        return -1;
    }
    plan->id_first = (uint32_t)first;
    return 0;
}

static int take_hostname(struct plan *plan, char *value) {
    size_t length = strlen(value);
    if (length == 0 || length > 64) {
        return -1;
    }
    for (const char *c = value; *c != '\0'; c++) {
        if (!is_letter(*c) && !is_digit(*c) && *c != '-' && *c != '.') {
            return -1;
        }
    }
    plan->hostname = value;
    return 0;
}

static int take_cgroup(struct plan *plan, char *value) {
    plan->cgroups[plan->cgroup_count++] = value;
    return absolute(value);
}

static int take_cgroup_version(struct plan *plan, char *value) {
    plan->cgroup_version = value[0] - '0';
    return strcmp(value, "1") == 0 || strcmp(value, "2") == 0 ? 0 : -1;
}

static int take_tmp(struct plan *plan, char *value) {
    plan->tmp = value;
    return absolute(value);
}

static int take_resolv_conf(struct plan *plan, char *value) {
    plan->resolv_conf = value;
    return absolute(value);
}

static int take_hosts(struct plan *plan, char *value) {
    plan->hosts = value;
    return absolute(value);
}

// The three keys of a bind follow each other: from, to, mode. bind_part counts them.
static int take_bind_from(struct plan *plan, char *value) {
    if (plan->bind_part != 0) {
        return -1;
    }
    plan->bind_part = 1;
    plan->binds[plan->bind_count].from = value;
    return absolute(value);
}

static int take_bind_to(struct plan *plan, char *value) {
    if (plan->bind_part != 1) {
        return -1;
    }
    plan->bind_part = 2;
    plan->binds[plan->bind_count].to = value;
    return mount_point(value);
}

static int take_bind_mode(struct plan *plan, char *value) {
    if (plan->bind_part != 2) {
        return -1;
    }
    plan->bind_part = 0;
    plan->binds[plan->bind_count].read_only = strcmp(value, "ro") == 0;
    return plan->binds[plan->bind_count++].read_only || strcmp(value, "rw") == 0 ? 0 : -1;
}

static int take_link(struct plan *plan, char *value) {
    size_t length = strlen(value);
    if (length == 0 || length >= IFNAMSIZ || strspn(value, "abcdefghijklmnopqrstuvwxyz0123456789-") != length ||
        strcmp(value, "all") == 0 || strcmp(value, "default") == 0 || strcmp(value, "lo") == 0) {
        return -1;
    }
    plan->network.link = value;
    return 0;
}

static int take_link_group(struct plan *plan, char *value) {
    uint64_t group;
    if (number(value, INT32_MAX, &group) < 0) {
        return -1;
    }
    plan->network.group = (uint32_t)group;
    return 0;
}

static int take_link_alias(struct plan *plan, char *value) {
    size_t length = strlen(value);
    if (length == 0 || length > 255) {
        return -1;
    }
    for (const char *c = value; *c != '\0'; c++) {
        if (*c < ' ' || *c > '~') {
            return -1;
        }
    }
    plan->network.alias = value;
    return 0;
}

static int take_address(struct plan *plan, char *value) {
    return inet_pton(AF_INET, value, &plan->network.address) == 1 ? 0 : -1;
}

static int take_gateway(struct plan *plan, char *value) {
    return inet_pton(AF_INET, value, &plan->network.gateway) == 1 ? 0 : -1;
}

static int take_boxes_env(struct plan *plan, char *value) {
    plan->boxes_env = value;
    return 0;
}

static int take_variable(struct plan *plan, char *value) {
    const char *c = value;
    if (!is_letter(*c) && *c != '_') {
        return -1;
    }
    while (is_letter(*c) || is_digit(*c) || *c == '_') {
        c++;
    }
    plan->environment[plan->environment_count++] = value;
    return *c == '=' ? 0 : -1;
}

static int take_argument(struct plan *plan, char *value) {
    plan->arguments[plan->argument_count++] = value;
    return plan->argument_count > 1 || *value != '\0' ? 0 : -1;
}

static int take_pid(struct plan *plan, char *value) {
    uint64_t pid;
    if (number(value, INT32_MAX, &pid) < 0 || pid < 2) {
        return -1;
    }
    plan->pid = (pid_t)pid;
    return 0;
}

static int take_start_time(struct plan *plan, char *value) {
    return number(value, UINT64_MAX, &plan->start_time);
}

static int take_place(struct plan *plan, char *value) {
    plan->in_pod = true;
    return strcmp(value, "pod") == 0 ? 0 : -1;
}

static int take_user(struct plan *plan, char *value) {
    size_t length = strlen(value);
    plan->user = value;
    return length > 0 && length <= 256 && strpbrk(value, ":\n/") == NULL ? 0 : -1;
}

static int take_cwd(struct plan *plan, char *value) {
    plan->cwd = value;
    return absolute(value);
}

static int take_mode(struct plan *plan, char *value) {
    plan->background = strcmp(value, "background") == 0;
    plan->attached = strcmp(value, "attached") == 0;
    return plan->background || plan->attached || strcmp(value, "foreground") == 0 ? 0 : -1;
}

int plan_parse_window(const char *text, struct winsize *window) {
    unsigned short *const sides[] = {&window->ws_row, &window->ws_col};
    *window = (struct winsize){0};
    for (int side = 0; side < 2; side++) {
        unsigned value = 0;
        const char *digit = text;
        for (; *digit >= '0' && *digit <= '9' && value <= WINDOW_MAX; digit++) {
            value = value * 10 + (unsigned)(*digit - '0');
        }
        if (digit == text || value == 0 || value > WINDOW_MAX || *digit != (side == 0 ? ' ' : '\0')) {
            return -1;
        }
        *sides[side] = (unsigned short)value;
        text = digit + 1;
    }
    return 0;
}

static int take_terminal(struct plan *plan, char *value) {
    plan->terminal = true;
    return plan_parse_window(value, &plan->window);
}

static int take_session(struct plan *plan, char *value) {
    plan->session = value;
    return absolute(value);
}

static int take_limit(struct plan *plan, char *value) {
    uint64_t seconds;
    if (number(value, PLAN_SECONDS_MAX, &seconds) < 0 || seconds == 0) {
        return -1;
    }
    plan->limit_seconds = (int)seconds;
    return 0;
}

static int take_wait(struct plan *plan, char *value) {
    uint64_t seconds;
    if (number(value, PLAN_SECONDS_MAX, &seconds) < 0) {
        return -1;
    }
    plan->wait_seconds = (int)seconds;
    return 0;
}

static int take_about(struct plan *plan, char *value) {
    plan->about = value;
    return 0;
}

static int take_count(const char *value, int *count) {
    uint64_t number_of;
    if (number(value, PLAN_SESSIONS_MAX, &number_of) < 0 || number_of == 0) {
        return -1;
    }
    *count = (int)number_of;
    return 0;
}

static int take_most(struct plan *plan, char *value) {
    return take_count(value, &plan->most);
}

static int take_kept(struct plan *plan, char *value) {
    return take_count(value, &plan->kept);
}

static int take_directory(struct plan *plan, char *value) {
    plan->directory = value;
    return absolute(value);
}

static bool is_session_name(const char *name) {
    static const char usual[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";
    return *name != '\0' && strspn(name, usual) == strlen(name);
}

static int take_hang_up(struct plan *plan, char *value) {
    plan->hang_ups[plan->hang_up_count++] = value;
    return is_session_name(value) ? 0 : -1;
}

static int take_remove(struct plan *plan, char *value) {
    plan->removes[plan->remove_count++] = value;
    return is_session_name(value) ? 0 : -1;
}

static int take_session_cgroup(struct plan *plan, char *value) {
    plan->session_cgroups[plan->session_cgroup_count++] = value;
    return absolute(value);
}

static int take_operation(struct plan *plan, char *value) {
    plan->operation = value;
    return *value == '\0' ? -1 : 0;
}

static int take_path(struct plan *plan, char *value) {
    plan->path = value;
    return absolute(value);
}

// Four octal digits at most
static int take_permissions(struct plan *plan, char *value) {
    size_t length = strlen(value);
    if (length == 0 || length > 4 || strspn(value, "01234567") != length) {
        return -1;
    }
    plan->has_permissions = true;
    plan->permissions = (mode_t)strtoul(value, NULL, 8);
    return 0;
}

static int take_unmount(struct plan *plan, char *value) {
    plan->unmounts[plan->unmount_count++] = value;
    return mount_point(value);
}

// Those that are about a running box; files also of a stopped one
enum { PLAN_RUNNING = PLAN_ENTER | PLAN_SESSION | PLAN_FILES | PLAN_TUNNEL | PLAN_VOLUMES };

static const struct key keys[] = {
    {"uid", PLAN_START, ONCE, take_uid},
    {"root", PLAN_START, ONCE, take_root},
    {"isolation", PLAN_START | PLAN_ENTER | PLAN_SESSION | PLAN_FILES | PLAN_VOLUMES | PLAN_POD, ONCE, take_isolation},
    {"id_first", PLAN_START, OPTIONAL, take_id_first},
    {"hostname", PLAN_START | PLAN_POD, ONCE, take_hostname},
    {"cgroup", PLAN_START | PLAN_ENTER | PLAN_SESSION | PLAN_FILES, MANY, take_cgroup},
    {"cgroup_version", PLAN_START | PLAN_ENTER | PLAN_SESSION | PLAN_FILES, OPTIONAL, take_cgroup_version},
    {"tmp", PLAN_START, ONCE, take_tmp},
    {"resolv_conf", PLAN_START, ONCE, take_resolv_conf},
    {"hosts", PLAN_START, ONCE, take_hosts},
    {"bind_from", PLAN_START | PLAN_FILES | PLAN_VOLUMES | PLAN_POD, MANY, take_bind_from},
    {"bind_to", PLAN_START | PLAN_FILES | PLAN_VOLUMES | PLAN_POD, MANY, take_bind_to},
    {"bind_mode", PLAN_START | PLAN_FILES | PLAN_VOLUMES | PLAN_POD, MANY, take_bind_mode},
    {"link", PLAN_START, OPTIONAL, take_link},
    {"link_group", PLAN_START, OPTIONAL, take_link_group},
    {"link_alias", PLAN_START, OPTIONAL, take_link_alias},
    {"address", PLAN_START, OPTIONAL, take_address},
    {"gateway", PLAN_START, OPTIONAL, take_gateway},
    {"boxes_env", PLAN_START, ONCE, take_boxes_env},
    {"pid", PLAN_RUNNING, OPTIONAL, take_pid},
    {"start_time", PLAN_RUNNING, OPTIONAL, take_start_time},
    {"place", PLAN_RUNNING | PLAN_ATTACH | PLAN_SESSIONS, OPTIONAL, take_place},
    {"user", PLAN_ENTER | PLAN_SESSION, OPTIONAL, take_user},
    {"cwd", PLAN_ENTER | PLAN_SESSION, OPTIONAL, take_cwd},
    {"terminal", PLAN_ENTER | PLAN_SESSION, OPTIONAL, take_terminal},
    {"limit", PLAN_ENTER | PLAN_SESSION, OPTIONAL, take_limit},
    {"mode", PLAN_SESSION, OPTIONAL, take_mode},
    {"session", PLAN_SESSION | PLAN_ATTACH, ONCE, take_session},
    {"about", PLAN_SESSION, OPTIONAL, take_about},
    {"most", PLAN_SESSION, OPTIONAL, take_most},
    {"kept", PLAN_SESSION, OPTIONAL, take_kept},
    {"directory", PLAN_SESSIONS, ONCE, take_directory},
    {"hang_up", PLAN_SESSIONS, MANY, take_hang_up},
    {"remove", PLAN_SESSIONS, MANY, take_remove},
    {"wait", PLAN_SESSION, ONCE, take_wait},
    {"session_cgroup", PLAN_SESSION, MANY, take_session_cgroup},
    {"root", PLAN_FILES, OPTIONAL, take_root},
    {"operation", PLAN_FILES, ONCE, take_operation},
    {"path", PLAN_FILES, ONCE, take_path},
    {"permissions", PLAN_FILES, OPTIONAL, take_permissions},
    {"unmount", PLAN_VOLUMES, MANY, take_unmount},
    {"env", PLAN_START | PLAN_ENTER | PLAN_SESSION | PLAN_POD, MANY, take_variable},
    {"arg", PLAN_START | PLAN_ENTER | PLAN_SESSION | PLAN_POD, MANY, take_argument},
};

enum { KEYS = sizeof keys / sizeof keys[0] };

// Room for as many of each as the payload has strings at all: one allocation, no growing
static int make_lists(struct plan *plan, size_t strings) {
    size_t pairs = strings / 2;
    size_t pointers = pairs * 7 + PLAN_SPARE_VARIABLES + 2;
    plan->lists = calloc(1, pairs * sizeof(struct plan_bind) + pointers * sizeof(char *));
    if (plan->lists == NULL) {
        return fail("plan", "memory");
    }
    plan->binds = plan->lists;
    plan->arguments = (char **)(plan->binds + pairs);
    plan->environment = plan->arguments + pairs + 1;
    plan->cgroups = plan->environment + pairs + PLAN_SPARE_VARIABLES + 1;
    plan->session_cgroups = plan->cgroups + pairs;
    plan->unmounts = plan->session_cgroups + pairs;
    plan->hang_ups = plan->unmounts + pairs;
    plan->removes = plan->hang_ups + pairs;
    return 0;
}

static size_t find_key(enum plan_verb verb, const char *name) {
    for (size_t i = 0; i < KEYS; i++) {
        if ((keys[i].verbs & (int)verb) != 0 && strcmp(keys[i].name, name) == 0) {
            return i;
        }
    }
    return KEYS;
}

static int take_pairs(struct plan *plan, enum plan_verb verb, char *payload, size_t length, bool seen[KEYS]) {
    char *end = payload + length;
    while (payload < end) {
        const char *name = payload;
        char *value = payload + strlen(payload) + 1;
        payload = value + strlen(value) + 1;
        size_t key = find_key(verb, name);
        if (key == KEYS) {
            return fail_with("plan", EINVAL, "unknown key");
        }
        if (seen[key] && keys[key].multiplicity != MANY) {
            return fail_with("plan", EEXIST, keys[key].name);
        }
        seen[key] = true;
        if (keys[key].take(plan, value) < 0) {
            return fail_with("plan", EINVAL, keys[key].name);
        }
    }
    return 0;
}

// Directly in the directory of sessions
static bool is_session_of_pod(const char *path) {
    static const char above[] = POD_SESSIONS "/";
    return strncmp(path, above, sizeof above - 1) == 0 && is_session_name(path + sizeof above - 1);
}

// In a pod its PID 1 can be no other, and who is there is in its control groups already
static int check_place(struct plan *plan) {
    if (plan->pid != 0 || plan->start_time != 0 || plan->root != NULL) {
        return fail_with("plan", EINVAL, "place");
    }
    if (plan->cgroup_count + plan->session_cgroup_count > 0) {
        return fail_with("plan", EINVAL, "cgroup");
    }
    if (plan->session != NULL && !is_session_of_pod(plan->session)) {
        return fail_with("plan", EINVAL, "session");
    }
    if (plan->directory != NULL && strcmp(plan->directory, POD_SESSIONS) != 0) {
        return fail_with("plan", EINVAL, "directory");
    }
    plan->pid = POD_INIT;
    return 0;
}

static int check_box(struct plan *plan, enum plan_verb verb) {
    if (plan->in_pod) {
        return check_place(plan);
    }
    bool stopped = plan->pid == 0 && plan->start_time == 0;
    if (verb == PLAN_FILES && stopped != (plan->root != NULL)) {
        return fail_with("plan", EINVAL, "either pid and start_time or root");
    }
    if (plan->root == NULL && (plan->pid == 0 || plan->start_time == 0)) {
        return fail_with("plan", ENODATA, plan->pid == 0 ? "pid" : "start_time");
    }
    return 0;
}

static int check_whole(struct plan *plan, enum plan_verb verb, const bool seen[KEYS]) {
    for (size_t i = 0; i < KEYS; i++) {
        if ((keys[i].verbs & (int)verb) != 0 && keys[i].multiplicity == ONCE && !seen[i]) {
            return fail_with("plan", ENODATA, keys[i].name);
        }
    }
    if ((verb & (PLAN_FILES | PLAN_TUNNEL | PLAN_VOLUMES | PLAN_ATTACH | PLAN_SESSIONS)) == 0 && plan->argument_count == 0) {
        return fail_with("plan", ENODATA, "arg");
    }
    if (plan->bind_part != 0) {
        return fail_with("plan", ENODATA, plan->bind_part == 1 ? "bind_to" : "bind_mode");
    }
    if (plan->cgroup_count + plan->session_cgroup_count > 0 && plan->cgroup_version == 0) {
        return fail_with("plan", ENODATA, "cgroup_version");
    }
    if ((plan->cgroup_count > 1 || plan->session_cgroup_count > 1) && plan->cgroup_version == 2) {
        return fail_with("plan", EINVAL, "cgroup");
    }
    if ((plan->terminal || plan->limit_seconds > 0) && plan->background) {
        return fail_with("plan", EINVAL, "mode");
    }
    if ((plan->most > 0 || plan->kept > 0) && plan->about == NULL) {
        return fail_with("plan", ENODATA, "about");
    }
    if (verb == PLAN_START && plan->hardened && plan->id_first == 0) {
        return fail_with("plan", ENODATA, "id_first");
    }
    if ((((int)verb & PLAN_RUNNING) != 0 || plan->in_pod) && check_box(plan, verb) < 0) {
        return -1;
    }
    // A container's mounts cannot be locked against root of its own user namespace
    if (verb == PLAN_POD && plan->hardened) {
        return fail_with("plan", EINVAL, "isolation");
    }
    size_t network = 0;
    for (size_t i = 0; i < KEYS; i++) {
        network += seen[i] && (keys[i].take == take_link || keys[i].take == take_link_group ||
                               keys[i].take == take_link_alias || keys[i].take == take_address ||
                               keys[i].take == take_gateway);
    }
    plan->network.wanted = network == 5;
    return network == 0 || network == 5 ? 0 : fail_with("plan", ENODATA, "link link_group link_alias address gateway");
}

int plan_parse(struct plan *plan, enum plan_verb verb, char *payload, size_t length) {
    *plan = (struct plan){0};
    size_t strings = 0;
    for (size_t i = 0; i < length; i++) {
        strings += payload[i] == '\0';
    }
    if (length == 0 || payload[length - 1] != '\0' || strings % 2 != 0) {
        return fail_with("plan", EINVAL, "not pairs of strings");
    }
    bool seen[KEYS] = {false};
    if (make_lists(plan, strings) < 0) {
        return -1;
    }
    if (take_pairs(plan, verb, payload, length, seen) < 0 || check_whole(plan, verb, seen) < 0) {
        plan_release(plan);
        return -1;
    }
    return 0;
}

void plan_release(struct plan *plan) {
    free(plan->lists);
    *plan = (struct plan){0};
}

void plan_default(struct plan *plan, char *assignment) {
    size_t name = strcspn(assignment, "=") + 1;
    for (size_t i = 0; i < plan->environment_count; i++) {
        if (strncmp(plan->environment[i], assignment, name) == 0) {
            return;
        }
    }
    plan->environment[plan->environment_count++] = assignment;
}
