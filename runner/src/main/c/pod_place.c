#include "pod_place.h"

#include "deadline.h"
#include "failure.h"
#include "plan.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

// By a field of the pod, because only the scheduler knows it
static const char node_variable[] = "ZOMG_NODE_IP";

enum { READY_MILLIS = 10000, LOOK_NANOS = 5000000 };

// The mark is made before the exec: until PID 1 is another program than this one, it can still fail
static bool is_ready(void) {
    struct stat own;
    struct stat init;
    return access(POD_DIRECTORY "/" POD_READY_NAME, F_OK) == 0 && stat("/proc/self/exe", &own) == 0 &&
           stat("/proc/1/exe", &init) == 0 && (own.st_dev != init.st_dev || own.st_ino != init.st_ino);
}

int pod_wait(void) {
    const struct timespec pause = {.tv_nsec = LOOK_NANOS};
    int64_t end = deadline_now() + READY_MILLIS;
    while (!is_ready()) {
        if (deadline_passed() != 0 || deadline_now() >= end) {
            return fail_with("ready", deadline_passed() != 0 ? deadline_passed() : ETIMEDOUT, "the box's PID 1");
        }
        nanosleep(&pause, NULL); // cut short by the clock of the deadline
    }
    return 0;
}

int pod_open_root(void) {
    int root = open("/proc/1/root", O_PATH | O_DIRECTORY | O_CLOEXEC);
    return root < 0 ? fail("root", "/proc/1/root") : root;
}

int pod_become_root(int root) {
    if (fchdir(root) < 0 || chroot(".") < 0) {
        return fail("root", "/proc/1/root");
    }
    close(root);
    return 0;
}

static int make_directory(const char *path, mode_t mode) {
    return mkdir(path, mode) < 0 && errno != EEXIST ? fail("pod", path) : 0;
}

int pod_open_directory(void) {
    if (make_directory("/run", 0755) < 0 || make_directory(POD_DIRECTORY, 0700) < 0) {
        return -1;
    }
    int directory = open(POD_DIRECTORY, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    return directory < 0 ? fail("pod", POD_DIRECTORY) : directory;
}

int pod_make_sessions(void) {
    return make_directory(POD_SESSIONS, 0700);
}

int pod_add_variables(struct plan *plan) {
    static char variables[2][80];
    unsigned char bytes[sizeof(struct in6_addr)];
    const char *address = getenv(node_variable);
    if (address == NULL) {
        return 0;
    }
    if (inet_pton(AF_INET, address, bytes) != 1 && inet_pton(AF_INET6, address, bytes) != 1) {
        return fail_with("plan", EINVAL, node_variable);
    }
    snprintf(variables[0], sizeof variables[0], "ZOMG_API_IP=%s", address);
    snprintf(variables[1], sizeof variables[1], "%s=%s", node_variable, address);
    plan_default(plan, variables[0]);
    plan_default(plan, variables[1]);
    return 0;
}
