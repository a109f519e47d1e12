// PID 1 of a container becomes the box's. The container's namespaces are the box's, but that of control groups, which
// is its own. Its root is what the box's is mounted in: later verbs are started there, so it stays, and the box's
// PID 1 changes its root only.

#include "pod.h"

#include "cgroup.h"
#include "empty.h"
#include "environment.h"
#include "failure.h"
#include "identity.h"
#include "mounts.h"
#include "plan.h"
#include "pod_etc.h"
#include "pod_place.h"
#include "process.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PLAN_MAX = 1 << 20, SHARED_SCRATCH = 01777 };

// Where the pod has what the host keeps for the box
static const char plan_file[] = "/zomg/etc/plan";
static const char scratch[] = "/zomg/tmp";
static const char box_root[] = "/volumes";
// What kubelet tells of a container that ended
static const char termination_log[] = "/dev/termination-log";

static int read_plan(struct plan *plan) {
    static char payload[PLAN_MAX + 1];
    size_t length = 0;
    ssize_t count = 1;
    int file = open(plan_file, O_RDONLY | O_CLOEXEC);
    if (file < 0) {
        return fail("plan", plan_file);
    }
    while (count > 0 && length < PLAN_MAX) {
        count = read(file, payload + length, PLAN_MAX - length);
        length += count > 0 ? (size_t)count : 0;
    }
    if (count != 0) {
        return count < 0 ? fail("plan", plan_file) : fail_with("plan", EFBIG, plan_file);
    }
    close(file);
    payload[length] = '\0';
    return plan_parse(plan, PLAN_POD, payload, length);
}

// What an earlier container left there; the directory itself is made anew with each start of the box
static int empty_scratch(void) {
    struct stat seen;
    int directory = open(scratch, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (directory < 0 || fstat(directory, &seen) < 0) {
        return fail("tmp", scratch);
    }
    if ((seen.st_mode & 07777) != SHARED_SCRATCH && fchmod(directory, SHARED_SCRATCH) < 0) {
        return fail("tmp", scratch);
    }
    return empty_directory(directory, scratch);
}

// The box gets a copy of this /dev; our descriptor of the file outlives its name
static int hide_termination_log(void) {
    if (umount2(termination_log, MNT_DETACH) < 0 && errno != EINVAL && errno != ENOENT) {
        return fail("dev", termination_log);
    }
    return unlink(termination_log) < 0 && errno != ENOENT ? fail("dev", termination_log) : 0;
}

static int build(struct plan *plan) {
    struct cgroup_view view;
    plan->root = box_root;
    plan->tmp = scratch;
    // In its own namespace its groups have no names any more
    if (cgroup_describe_own(&view) < 0) {
        return -1;
    }
    if (unshare(CLONE_NEWCGROUP) < 0) {
        return fail("cgroup_view", "namespace");
    }
    if (empty_scratch() < 0 || pod_etc_make(plan) < 0 || hide_termination_log() < 0) {
        return -1;
    }
    return mounts_build_in_pod(plan, &view);
}

static int mark(int directory) {
    int file = openat(directory, POD_READY_NAME, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (file < 0) {
        return fail("pod", POD_READY_NAME);
    }
    close(file);
    return 0;
}

static int source_environment(void) {
    int root = open("/", O_PATH | O_DIRECTORY | O_CLOEXEC);
    return root < 0 ? fail("bashrc", "/") : environment_source(root);
}

static int become_init(struct plan *plan) {
    static char path[] = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    static char home[] = "HOME=/root";
    int own = pod_open_directory();
    if (own < 0 || pod_add_variables(plan) < 0 || build(plan) < 0 || identity_become(0, 0, NULL, 0) < 0) {
        return -1;
    }
    if (sethostname(plan->hostname, strlen(plan->hostname)) < 0) {
        return fail("init", "hostname");
    }
    setsid(); // refused to who leads one already
    process_reset();
    if (source_environment() < 0 || process_null_stdio() < 0) {
        return -1;
    }
    plan_default(plan, path);
    plan_default(plan, home);
    if (process_close_rest_at_exec() < 0 || mark(own) < 0) {
        return -1;
    }
    execve(plan->arguments[0], plan->arguments, plan->environment);
    return fail("exec", plan->arguments[0]);
}

// For kubelet, and for the container's log
static void tell(int message, int log) {
    char text[512];
    size_t length = failure_status(failure_first(), text, sizeof text - 1);
    if (message >= 0 && write(message, text, length) < 0) {
        failure_forget(); // nobody else is to be told
    }
    text[length] = '\n';
    if (log >= 0 && write(log, text, length + 1) < 0) {
        failure_forget();
    }
}

int pod(void) {
    static struct plan plan;
    int message = open(termination_log, O_WRONLY | O_CLOEXEC | O_NOCTTY);
    int log = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
    if (getpid() != POD_INIT) {
        fail_with("pod", EINVAL, "not PID 1 of a container");
    } else if (read_plan(&plan) == 0) {
        become_init(&plan);
    }
    tell(message, log);
    return 1;
}
