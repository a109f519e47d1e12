#include "fence.h"

#include "failure.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/file.h>
#include <unistd.h>

static int held = -1;

pid_t fence_parse_pid(const char *text) {
    char *end;
    errno = 0;
    long pid = strtol(text, &end, 10);
    return errno == 0 && *text >= '1' && *text <= '9' && *end == '\0' && pid <= INT_MAX ? (pid_t)pid : -1;
}

int fence_enter(const char *path, const char *server) {
    int fence = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (fence < 0) {
        return fail("fence", path);
    }
    if (flock(fence, LOCK_SH | LOCK_NB) < 0) {
        close(fence);
        return fail_with("fence", EBUSY, "another server has its turn");
    }
    // Only now: a server that lives while the lock is ours cannot have been replaced by one that did not see us
    if (getppid() != fence_parse_pid(server)) {
        close(fence);
        return fail_with("fence", ECHILD, "the server has ended");
    }
    held = fence;
    return fence;
}

void fence_leave(void) {
    if (held >= 0) {
        close(held);
        held = -1;
    }
}
