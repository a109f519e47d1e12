#include "accounts.h"

#include "failure.h"
#include "inside.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct field {
    const char *start;
    size_t length;
};

// Splits a line at its colons; returns how many fields there are, which may be more than the array takes
static size_t split(const char *line, size_t length, struct field *fields, size_t capacity) {
    size_t count = 0;
    const char *end = line + length;
    for (;;) {
        const char *colon = memchr(line, ':', (size_t)(end - line));
        const char *stop = colon == NULL ? end : colon;
        if (count < capacity) {
            fields[count] = (struct field){line, (size_t)(stop - line)};
        }
        count++;
        if (colon == NULL) {
            return count;
        }
        line = colon + 1;
    }
}

static bool is_text(struct field field, const char *text) {
    return strlen(text) == field.length && memcmp(field.start, text, field.length) == 0;
}

static bool to_id(struct field field, uint32_t *id) {
    uint64_t value = 0;
    if (field.length == 0 || field.length > 10) {
        return false;
    }
    for (size_t i = 0; i < field.length; i++) {
        if (field.start[i] < '0' || field.start[i] > '9') {
            return false;
        }
        value = value * 10 + (uint64_t)(field.start[i] - '0');
    }
    *id = (uint32_t)value;
    return value < UINT32_MAX; // (uid_t)-1 means "leave as it is"
}

static bool copy(struct field field, char *text, size_t size) {
    if (field.length >= size) {
        return false;
    }
    memcpy(text, field.start, field.length);
    text[field.length] = '\0';
    return true;
}

bool accounts_find(const char *passwd, const char *name, struct account *account) {
    for (const char *line = passwd; *line != '\0';) {
        size_t length = strcspn(line, "\n");
        struct field fields[7];
        if (split(line, length, fields, 7) == 7 && is_text(fields[0], name) && to_id(fields[2], &account->uid) &&
            to_id(fields[3], &account->gid) && copy(fields[5], account->home, sizeof account->home) &&
            copy(fields[6], account->shell, sizeof account->shell)) {
            return true;
        }
        line += length + (line[length] != '\0');
    }
    return false;
}

static bool lists(struct field members, const char *name) {
    const char *end = members.start + members.length;
    for (const char *member = members.start; member < end;) {
        const char *comma = memchr(member, ',', (size_t)(end - member));
        const char *stop = comma == NULL ? end : comma;
        if (is_text((struct field){member, (size_t)(stop - member)}, name)) {
            return true;
        }
        member = stop + 1;
    }
    return false;
}

void accounts_add_groups(const char *group, const char *name, struct account *account) {
    for (const char *line = group; *line != '\0';) {
        size_t length = strcspn(line, "\n");
        struct field fields[4];
        gid_t gid;
        if (split(line, length, fields, 4) == 4 && to_id(fields[2], &gid) && lists(fields[3], name) &&
            account->group_count < ACCOUNTS_GROUPS_MAX) {
            account->groups[account->group_count++] = gid;
        }
        line += length + (line[length] != '\0');
    }
}

// NULL and errno if it is not a regular file of reasonable size. O_NONBLOCK: a FIFO must not keep us waiting.
static char *read_file(int root, const char *path) {
    struct stat seen;
    int fd = inside_open(root, path, O_RDONLY | O_NONBLOCK | O_NOCTTY, 0);
    if (fd < 0) {
        return NULL;
    }
    char *text = NULL;
    if (fstat(fd, &seen) == 0 && S_ISREG(seen.st_mode) && seen.st_size <= ACCOUNTS_FILE_MAX) {
        size_t size = (size_t)seen.st_size;
        size_t have = 0;
        text = malloc(size + 1);
        while (text != NULL && have < size) {
            ssize_t count = read(fd, text + have, size - have);
            if (count <= 0) {
                break;
            }
            have += (size_t)count;
        }
        if (text != NULL) {
            text[have] = '\0';
        }
    } else {
        errno = EINVAL;
    }
    int error = errno;
    close(fd);
    errno = error;
    return text;
}

int accounts_lookup(int root, const char *name, struct account *account) {
    *account = (struct account){0};
    char *passwd = read_file(root, "/etc/passwd");
    int error = passwd == NULL ? errno : ENOENT;
    bool found = passwd != NULL && accounts_find(passwd, name, account);
    free(passwd);
    if (!found && strcmp(name, "root") == 0) {
        snprintf(account->home, sizeof account->home, "/root");
        snprintf(account->shell, sizeof account->shell, "/bin/sh");
    } else if (!found) {
        return fail_with("user", error, name);
    }
    account->groups[account->group_count++] = account->gid;
    char *group = read_file(root, "/etc/group");
    if (group != NULL) {
        accounts_add_groups(group, name, account);
        free(group);
    }
    return 0;
}
