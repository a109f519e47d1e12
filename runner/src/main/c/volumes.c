// Volumes of a running box. One child for each of them, because joining the box cannot be taken back.
//
// What a box's root must not change of a mount (read-only, no devices) is locked when the mount is copied into a
// namespace that the box's user namespace owns, and so is that it can be unmounted, unless it is the copied mount that
// one begins with (lock_mnt_tree in the kernel). So each volume is mounted in a namespace of the child's own, that is
// copied, and what is cloned from the copy is put into the box: its flags are locked, and it can go again.

#include "volumes.h"

#include "box.h"
#include "deadline.h"
#include "failure.h"
#include "frames.h"
#include "identity.h"
#include "mounts.h"
#include "plan.h"
#include "pod_place.h"
#include "process.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { VOLUMES_SECONDS = 15, UNDO_MILLIS = 3000 };

struct namespaces {
    int user; // -1: the host's
    int mounts;
    int root; // in a pod, where the mount namespace's root is the container's; else -1
};

static int open_namespace(pid_t pid, const char *name) {
    char path[48];
    snprintf(path, sizeof path, "/proc/%d/ns/%s", (int)pid, name);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    return fd < 0 ? fail("identity", path) : fd;
}

// Opened by pid, and the process was the box's before and is it still: then they are the box's
static int open_namespaces(const struct plan *plan, struct namespaces *spaces) {
    int box;
    if (box_find(plan, &box) < 0) {
        return -1;
    }
    spaces->user = plan->hardened ? open_namespace(plan->pid, "user") : -1;
    spaces->mounts = open_namespace(plan->pid, "mnt");
    spaces->root = plan->in_pod ? pod_open_root() : -1;
    if ((plan->hardened && spaces->user < 0) || spaces->mounts < 0 || (plan->in_pod && spaces->root < 0)) {
        return -1;
    }
    int ended = process_has_ended(box);
    close(box);
    return ended ? fail_with("identity", ESRCH, "the box has ended") : 0;
}

// Before and after: becoming somebody else allows others of the same name to look at us
static int hide(void) {
    return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) < 0 ? fail("dumpable", NULL) : 0;
}

static int become_box_root(const struct namespaces *spaces) {
    if (spaces->user >= 0 && setns(spaces->user, CLONE_NEWUSER) < 0) {
        return fail("setns", "user");
    }
    return identity_become(0, 0, NULL, 0) < 0 ? -1 : hide();
}

// The current directory is what goes along into the copy of a mount namespace
static int stand_on(int detached, const struct plan_bind *bind) {
    if (unshare(CLONE_NEWNS) < 0 || mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0) {
        return fail("mount_namespace", NULL);
    }
    if (move_mount(detached, "", AT_FDCWD, bind->from, MOVE_MOUNT_F_EMPTY_PATH) < 0 || fchdir(detached) < 0) {
        return fail("move_mount", bind->from);
    }
    close(detached);
    return 0;
}

static int locked_copy(const struct namespaces *spaces, const struct plan_bind *bind) {
    int mapped = mounts_copy_volume(bind, true, spaces->user);
    if (mapped < 0 || stand_on(mapped, bind) < 0 || become_box_root(spaces) < 0) {
        return -1;
    }
    if (unshare(CLONE_NEWNS) < 0) {
        return fail("mount_namespace", "of the box");
    }
    int copy = open_tree(AT_FDCWD, ".", OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC);
    return copy < 0 ? fail("open_tree", bind->from) : copy;
}

static int enter(const struct namespaces *spaces) {
    if (setns(spaces->mounts, CLONE_NEWNS) < 0) {
        return fail("setns", "mnt");
    }
    return spaces->root < 0 ? 0 : pod_become_root(spaces->root);
}

static int mount_volume(const struct namespaces *spaces, const struct plan_bind *bind) {
    bool hardened = spaces->user >= 0;
    int detached = hardened ? locked_copy(spaces, bind) : mounts_copy_volume(bind, false, -1);
    if (detached < 0 || enter(spaces) < 0) {
        return -1;
    }
    int root = open("/", O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (root < 0) {
        return fail("root", "/");
    }
    return mounts_attach(detached, root, bind->to);
}

// Not lazily: what is used stays. A path of the box leads at worst to another mount that its root could unmount itself
static int unmount_volume(const struct namespaces *spaces, const char *path) {
    if (become_box_root(spaces) < 0 || enter(spaces) < 0) {
        return -1;
    }
    return umount2(path, UMOUNT_NOFOLLOW) < 0 ? fail("unmount", path) : 0;
}

static _Noreturn void run_child(const struct namespaces *spaces, const struct plan_bind *bind, const char *path,
                                int report) {
    process_reset();
    prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    if (hide() < 0 || (bind != NULL ? mount_volume(spaces, bind) : unmount_volume(spaces, path)) < 0) {
        const struct failure *failure = failure_first();
        _exit(write(report, failure, sizeof *failure) < 0 ? 2 : 1);
    }
    _exit(0);
}

static int in_child(const struct namespaces *spaces, const struct plan_bind *bind, const char *path) {
    struct failure failure;
    int reports[2];
    int pidfd;
    int status;
    if (pipe2(reports, O_CLOEXEC) < 0) {
        return fail("clone", "pipe");
    }
    pid_t child = process_clone(0, -1, &pidfd);
    if (child < 0) {
        return fail("clone", NULL);
    }
    if (child == 0) {
        run_child(spaces, bind, path, reports[1]);
    }
    close(reports[1]);
    int result = 0;
    if (deadline_wait(child, &status) < 0) {
        syscall(SYS_pidfd_send_signal, pidfd, SIGKILL, NULL, 0);
        process_reap(child, pidfd, UNDO_MILLIS, &status);
        result = fail_with("wait", ETIMEDOUT, "the volume's process");
    } else if (status != 0) {
        if (read(reports[0], &failure, sizeof failure) == sizeof failure) {
            failure_adopt(&failure);
        }
        result = fail_with("wait", ECHILD, "the volume's process ended early");
    }
    close(reports[0]);
    close(pidfd);
    return result;
}

static int change(const struct plan *plan) {
    struct namespaces spaces;
    process_lose_oom_protection();
    if (open_namespaces(plan, &spaces) < 0) {
        return -1;
    }
    for (size_t i = 0; i < plan->unmount_count; i++) {
        if (in_child(&spaces, NULL, plan->unmounts[i]) < 0) {
            return -1;
        }
    }
    for (size_t i = 0; i < plan->bind_count; i++) {
        if (in_child(&spaces, &plan->binds[i], NULL) < 0) {
            return -1;
        }
    }
    return 0;
}

int volumes(void) {
    static const char done[] = "exited 0";
    char *payload;
    size_t length;
    struct plan plan;
    deadline_begin(VOLUMES_SECONDS);
    signal(SIGPIPE, SIG_IGN);
    if (frame_receive_plan(STDIN_FILENO, &payload, &length) < 0 ||
        plan_parse(&plan, PLAN_VOLUMES, payload, length) < 0 || change(&plan) < 0) {
        frame_send_failure(STDOUT_FILENO);
        return 1;
    }
    return frame_send(STDOUT_FILENO, CHANNEL_STATUS, done, sizeof done - 1) < 0 ? 1 : 0;
}
