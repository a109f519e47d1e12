// Users and groups as the box's own files tell them. They are a stranger's text: parsed here, not by libc's modules.
#ifndef ZOMG_ACCOUNTS_H
#define ZOMG_ACCOUNTS_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

enum {
    ACCOUNTS_FILE_MAX = 8 << 20,
    ACCOUNTS_GROUPS_MAX = 1024,
};

struct account {
    uid_t uid;
    gid_t gid;
    char home[PATH_MAX];
    char shell[PATH_MAX];
    size_t group_count;
    gid_t groups[ACCOUNTS_GROUPS_MAX];
};

// The first well-formed line of that name in the text of passwd; false if there is none.
bool accounts_find(const char *passwd, const char *name, struct account *account);

// Adds every group of the text of group that lists the name; more than ACCOUNTS_GROUPS_MAX are left out.
void accounts_add_groups(const char *group, const char *name, struct account *account);

// Reads both files below `root`. A user root is known even to a box without a passwd.
int accounts_lookup(int root, const char *name, struct account *account);

#endif
