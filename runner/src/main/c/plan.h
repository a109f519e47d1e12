// The plan: what Java decided, checked once more here. NUL-terminated strings: key, value, key, value ...
#ifndef ZOMG_PLAN_H
#define ZOMG_PLAN_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/ioctl.h>
#include <sys/types.h>

enum {
    BOX_IDS = 65536,
    // Variables that a verb may add when the plan does not name them
    PLAN_SPARE_VARIABLES = 8,
    WINDOW_MAX = 65535,
    PLAN_SECONDS_MAX = 86400,
    PLAN_SESSIONS_MAX = 100000,
};

enum plan_verb {
    PLAN_START = 1,
    PLAN_ENTER = 2,
    PLAN_SESSION = 4,
    PLAN_FILES = 8,
    PLAN_TUNNEL = 16,
    PLAN_VOLUMES = 32,
    PLAN_POD = 64,
    PLAN_ATTACH = 128,
    PLAN_SESSIONS = 256,
};

struct plan_bind {
    const char *from;
    const char *to;
    bool read_only;
};

struct plan_network {
    bool wanted;
    const char *link;
    const char *alias;
    uint32_t group;
    struct in_addr address;
    struct in_addr gateway;
};

struct plan {
    // all verbs but tunnel; volumes: isolation alone
    bool hardened;
    char **cgroups;
    size_t cgroup_count;
    int cgroup_version;
    char **arguments;
    size_t argument_count;
    char **environment;
    size_t environment_count;

    // start; in a pod some are not the plan's, but where they always are
    const char *uid;
    const char *root;
    uint32_t id_first;
    const char *hostname;
    const char *tmp;
    const char *resolv_conf;
    const char *hosts;
    const char *boxes_env;
    struct plan_bind *binds;
    size_t bind_count;
    int bind_part;
    struct plan_network network;

    // enter, tunnel, volumes: PID 1 by pid and start time, or that of the pod in which the verb runs
    pid_t pid;
    uint64_t start_time;
    bool in_pod;

    // enter
    const char *user;
    const char *cwd;
    bool terminal;
    struct winsize window;
    int limit_seconds; // 0 for none

    // session: as enter, and
    const char *session;
    bool background;
    bool attached;
    const char *about;
    int most;
    int kept;
    int wait_seconds;
    char **session_cgroups;
    size_t session_cgroup_count;

    // sessions
    const char *directory;
    char **hang_ups;
    size_t hang_up_count;
    char **removes;
    size_t remove_count;

    // files: of a running box as enter, of a stopped one `root` and binds as start
    const char *operation;
    const char *path;
    bool has_permissions;
    mode_t permissions;

    // volumes: also binds
    char **unmounts;
    size_t unmount_count;

    void *lists;
};

// Points into the payload, which must be followed by a NUL and outlive the plan.
int plan_parse(struct plan *plan, enum plan_verb verb, char *payload, size_t length);
void plan_release(struct plan *plan);

// ROWS COLUMNS, each from 1 to 65535.
int plan_parse_window(const char *text, struct winsize *window);

// Adds NAME=VALUE if the plan has no NAME. Keeps `assignment`.
void plan_default(struct plan *plan, char *assignment);

#endif
