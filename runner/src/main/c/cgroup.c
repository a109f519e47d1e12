#include "cgroup.h"

#include "failure.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

enum { MOUNTINFO_MAX = 4 << 20 };

static const char *const controllers_known[] = {
    "cpuset",     "cpu",     "cpuacct", "blkio", "memory", "devices", "freezer", "net_cls",
    "perf_event", "net_prio", "hugetlb", "pids",  "rdma",   "misc",
};

// By way of `tasks`: a write of 0 there moves the writing thread alone, which is all of us. cgroup.procs waits for an
// RCU grace period, 5 to 20 ms, to hold a whole thread group still. Version 2 has no such file for ordinary groups, but
// its processes can be born where they belong.
static int join(const char *directory, const char *file) {
    int group = open(directory, O_PATH | O_DIRECTORY | O_CLOEXEC);
    int members = group < 0 ? -1 : openat(group, file, O_WRONLY | O_CLOEXEC);
    if (members < 0 || write(members, "0", 1) != 1) {
        return fail("cgroup_join", directory);
    }
    close(members);
    close(group);
    return 0;
}

int cgroup_join(const struct plan *plan) {
    for (size_t i = 0; plan->cgroup_version == 1 && i < plan->cgroup_count; i++) {
        if (join(plan->cgroups[i], "tasks") < 0) {
            return -1;
        }
    }
    return 0;
}

int cgroup_join_session(const struct plan *plan) {
    const char *file = plan->cgroup_version == 1 ? "tasks" : "cgroup.procs";
    for (size_t i = 0; i < plan->session_cgroup_count; i++) {
        if (join(plan->session_cgroups[i], file) < 0) {
            return -1;
        }
    }
    return 0;
}

int cgroup_open(const struct plan *plan, int *group) {
    *group = -1;
    if (plan->cgroup_version == 2 && plan->cgroup_count > 0) {
        *group = open(plan->cgroups[0], O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        if (*group < 0) {
            return fail("cgroup_join", plan->cgroups[0]);
        }
    }
    return 0;
}

static bool is_controller(const char *option, size_t length) {
    if (length > 5 && strncmp(option, "name=", 5) == 0) {
        return true;
    }
    for (size_t i = 0; i < sizeof controllers_known / sizeof controllers_known[0]; i++) {
        if (strlen(controllers_known[i]) == length && strncmp(controllers_known[i], option, length) == 0) {
            return true;
        }
    }
    return false;
}

// The super options of a line of mountinfo, after "- cgroup SOURCE "
static const char *cgroup_options(const char *line, const char *end) {
    static const char separator[] = " - cgroup ";
    const char *type = memmem(line, (size_t)(end - line), separator, sizeof separator - 1);
    if (type == NULL) {
        return NULL;
    }
    const char *source = type + sizeof separator - 1;
    const char *blank = memchr(source, ' ', (size_t)(end - source));
    return blank == NULL ? NULL : blank + 1;
}

int cgroup_controllers(const char *mountinfo, uint64_t mount, char *controllers, size_t size) {
    for (const char *line = mountinfo; *line != '\0';) {
        const char *end = line + strcspn(line, "\n");
        char *rest;
        errno = 0;
        uint64_t id = strtoull(line, &rest, 10);
        bool found = errno == 0 && id == mount && rest > line && *rest == ' ';
        const char *options = found ? cgroup_options(line, end) : NULL;
        if (options != NULL) {
            size_t used = 0;
            while (options < end) {
                size_t length = strcspn(options, ",\n");
                if (is_controller(options, length)) {
                    if (used + length + 2 > size) {
                        return -1;
                    }
                    used += (size_t)snprintf(controllers + used, size - used, "%s%.*s", used == 0 ? "" : ",",
                                             (int)length, options);
                }
                options += length + 1;
            }
            return used == 0 ? -1 : 0;
        }
        line = *end == '\0' ? end : end + 1;
    }
    return -1;
}

static char *read_whole(const char *path) {
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        return NULL;
    }
    size_t capacity = 1 << 14;
    size_t length = 0;
    char *text = malloc(capacity);
    while (text != NULL) {
        ssize_t count = read(fd, text + length, capacity - length - 1);
        if (count < 0) {
            free(text);
            text = NULL;
        } else if (count == 0) {
            text[length] = '\0';
            break;
        } else {
            length += (size_t)count;
            if (length + 1 == capacity) {
                capacity *= 2;
                char *more = capacity > MOUNTINFO_MAX ? NULL : realloc(text, capacity);
                if (more == NULL) {
                    free(text);
                }
                text = more;
            }
        }
    }
    close(fd);
    return text;
}

static int describe_version_1(const struct plan *plan, struct cgroup_view *view) {
    char *mountinfo = read_whole("/proc/self/mountinfo");
    if (mountinfo == NULL) {
        return fail("cgroup_view", "/proc/self/mountinfo");
    }
    int result = 0;
    for (size_t i = 0; i < plan->cgroup_count && result == 0; i++) {
        struct statx seen;
        if (view->count == CGROUP_HIERARCHIES) {
            result = fail_with("cgroup_view", E2BIG, "hierarchies");
        } else if (statx(AT_FDCWD, plan->cgroups[i], 0, STATX_MNT_ID, &seen) < 0) {
            result = fail("cgroup_view", plan->cgroups[i]);
        } else if (cgroup_controllers(mountinfo, seen.stx_mnt_id, view->hierarchies[view->count],
                                      sizeof view->hierarchies[0]) < 0) {
            result = fail_with("cgroup_view", ENODEV, plan->cgroups[i]);
        } else {
            view->count++;
        }
    }
    free(mountinfo);
    return result;
}

int cgroup_describe(const struct plan *plan, struct cgroup_view *view) {
    *view = (struct cgroup_view){0};
    if (plan->cgroup_count == 0) {
        return 0;
    }
    view->version = plan->cgroup_version;
    for (size_t i = 0; i < plan->cgroup_count; i++) {
        struct statfs fs;
        if (statfs(plan->cgroups[i], &fs) < 0) {
            return fail("cgroup_view", plan->cgroups[i]);
        }
        if ((unsigned long)fs.f_type != (view->version == 1 ? CGROUP_SUPER_MAGIC : CGROUP2_SUPER_MAGIC)) {
            return fail_with("cgroup_view", EMEDIUMTYPE, plan->cgroups[i]);
        }
    }
    return view->version == 1 ? describe_version_1(plan, view) : 0;
}

// NUMBER:CONTROLLERS:PATH; of version 2 there are no controllers
int cgroup_parse_own(const char *text, struct cgroup_view *view) {
    *view = (struct cgroup_view){.version = 2};
    while (*text != '\0') {
        size_t length = strcspn(text, "\n");
        const char *controllers = memchr(text, ':', length);
        const char *path = controllers == NULL ? NULL
                                               : memchr(controllers + 1, ':', length - (size_t)(controllers + 1 - text));
        if (path == NULL) {
            return -1;
        }
        size_t size = (size_t)(path - controllers - 1);
        if (size > 0) {
            view->version = 1;
        }
        if (size > 0 && (size_t)(text + length - path) > sizeof ":/" - 1) {
            if (view->count == CGROUP_HIERARCHIES || size >= sizeof view->hierarchies[0]) {
                return -1;
            }
            memcpy(view->hierarchies[view->count], controllers + 1, size);
            view->hierarchies[view->count++][size] = '\0';
        }
        text += length + (text[length] == '\n');
    }
    return 0;
}

int cgroup_describe_own(struct cgroup_view *view) {
    static const char path[] = "/proc/self/cgroup";
    char *text = read_whole(path);
    if (text == NULL) {
        return fail("cgroup_view", path);
    }
    int result = cgroup_parse_own(text, view) < 0 ? fail_with("cgroup_view", EPROTO, path) : 0;
    free(text);
    return result;
}
