#include "empty.h"

#include "failure.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>

static bool is_dot(const char *name) {
    return strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
}

static bool remove_one(int directory, const struct dirent *entry) {
    if (entry->d_type != DT_DIR && unlinkat(directory, entry->d_name, 0) == 0) {
        return true;
    }
    return unlinkat(directory, entry->d_name, AT_REMOVEDIR) == 0;
}

// Removes what can be removed at once. 1 and the first directory that is not empty in *below; 0 if nothing is left.
static int remove_entries(int directory, const char *path, int *below) {
    int copy = openat(directory, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *entries = copy < 0 ? NULL : fdopendir(copy);
    if (entries == NULL) {
        return fail("empty", path);
    }
    int found = 0;
    for (const struct dirent *entry = readdir(entries); entry != NULL && found == 0; entry = readdir(entries)) {
        if (is_dot(entry->d_name) || remove_one(directory, entry)) {
            continue;
        }
        if (errno != ENOTEMPTY && errno != EEXIST) {
            found = fail("empty", entry->d_name);
            break;
        }
        *below = openat(directory, entry->d_name, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        found = *below < 0 ? fail("empty", entry->d_name) : 1;
    }
    closedir(entries);
    return found;
}

// Down into what is not empty, and up again when it is, looking anew there: no descriptor for each level
int empty_directory(int directory, const char *path) {
    size_t depth = 0;
    int next = -1;
    for (;;) {
        int found = remove_entries(directory, path, &next);
        if (found < 0 || (found == 0 && depth == 0)) {
            close(directory);
            return found;
        }
        if (found == 0) {
            next = openat(directory, "..", O_PATH | O_DIRECTORY | O_CLOEXEC);
            depth--;
        } else {
            depth++;
        }
        close(directory);
        if (next < 0) {
            return fail("empty", path);
        }
        directory = next;
    }
}
