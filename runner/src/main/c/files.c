// Files of a box. The runner stays outside and watches; its child sees what the box sees, as the box's root: of a
// running box it joins the namespaces, of a stopped one it mounts the same in a namespace of its own. What it does
// then is the same for both.

#include "files.h"

#include "box.h"
#include "cgroup.h"
#include "deadline.h"
#include "failure.h"
#include "frames.h"
#include "identity.h"
#include "mounts.h"
#include "place.h"
#include "plan.h"
#include "process.h"
#include "receive_files.h"
#include "send_files.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

// Descriptors of the child at fixed places above the standard ones
enum { SELF = 3, BOX = 4, FIRST_UNUSED = 5 };

enum {
    FILES_SECONDS = 15,
    UNDO_MILLIS = 3000,
    PIPE_SIZE = 1 << 20,
};

// Frames come in and go out by the standard descriptors; whatever else is open on the host's side is closed
static int keep_only_ours(int own_box) {
    int self = open("/proc/self/fd", O_PATH | O_DIRECTORY | O_CLOEXEC);
    int null = open("/dev/null", O_WRONLY | O_CLOEXEC | O_NOCTTY);
    int self_above = self < 0 ? -1 : fcntl(self, F_DUPFD_CLOEXEC, FIRST_UNUSED);
    int box_above = own_box < 0 ? -1 : fcntl(own_box, F_DUPFD_CLOEXEC, FIRST_UNUSED);
    if (self_above < 0 || null < 0 || (own_box >= 0 && box_above < 0) || dup2(null, STDERR_FILENO) < 0 ||
        dup3(self_above, SELF, O_CLOEXEC) < 0 || (own_box >= 0 && dup3(box_above, BOX, O_CLOEXEC) < 0) ||
        close_range(own_box >= 0 ? FIRST_UNUSED : BOX, UINT_MAX, 0) < 0) {
        return fail("descriptors", NULL);
    }
    return 0;
}

static int operate(const struct plan *plan, const struct places *places) {
    const char *operation = plan->operation;
    if (strcmp(operation, "show") == 0) {
        return files_show(places, plan->path);
    }
    if (strcmp(operation, "read") == 0) {
        return files_read(places, plan->path);
    }
    if (strcmp(operation, "list") == 0) {
        return files_list(places, plan->path);
    }
    if (strcmp(operation, "pack") == 0) {
        return files_pack(places, plan->path);
    }
    if (strcmp(operation, "write") == 0) {
        return files_write(places, plan);
    }
    if (strcmp(operation, "delete") == 0) {
        return files_delete(places, plan->path);
    }
    if (strcmp(operation, "unpack") == 0) {
        return files_unpack(places, plan->path);
    }
    return fail_with("plan", EINVAL, "operation");
}

static int work(const struct plan *plan, int box) {
    struct places places;
    bool running = box >= 0;
    // A process of the box must not look into this one, before and after it becomes the box's root
    if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) < 0 || keep_only_ours(box) < 0 ||
        (running ? box_join(plan, BOX) : mounts_of_stopped(plan)) < 0 || identity_drop_capabilities() < 0) {
        return -1;
    }
    // Becoming the box's root undid both
    if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) < 0 || prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) < 0) {
        return fail("dumpable", NULL);
    }
    int root = open("/", O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (root < 0) {
        return fail("root", "/");
    }
    return places_open(&places, root, SELF) < 0 ? -1 : operate(plan, &places);
}

static _Noreturn void run_child(const struct plan *plan, int box) {
    static const char done[] = "exited 0";
    process_reset();
    signal(SIGPIPE, SIG_IGN);
    if (work(plan, box) < 0) {
        frame_send_failure(STDOUT_FILENO);
        _exit(1);
    }
    _exit(frame_send(STDOUT_FILENO, CHANNEL_STATUS, done, sizeof done - 1) < 0 ? 1 : 0);
}

static pid_t start_child(const struct plan *plan, int *pidfd) {
    int box = -1;
    int cgroup = -1;
    process_lose_oom_protection();
    if (plan->pid != 0) {
        if (box_find(plan, &box) < 0 || cgroup_open(plan, &cgroup) < 0) {
            return -1;
        }
        if (setns(box, CLONE_NEWPID) < 0) {
            return fail("setns", "pid");
        }
    }
    pid_t child = process_clone(0, cgroup, pidfd);
    if (child == 0) {
        run_child(plan, box);
    }
    return child < 0 ? fail("clone", NULL) : child;
}

// The client is gone when its end of our input is; what it sent and we have not taken counts no more then
static int watch(pid_t child, int pidfd) {
    int status;
    struct pollfd watched[] = {{.fd = pidfd, .events = POLLIN}, {.fd = STDIN_FILENO, .events = 0}};
    while (deadline_passed() == 0) {
        if (poll(watched, 2, -1) > 0 && (watched[0].revents != 0 || watched[1].revents != 0)) {
            break;
        }
    }
    bool by_itself = process_has_ended(pidfd);
    if (!by_itself) {
        syscall(SYS_pidfd_send_signal, pidfd, SIGKILL, NULL, 0);
    }
    if (process_reap(child, pidfd, UNDO_MILLIS, &status) < 0) {
        return 1;
    }
    if (by_itself && WIFSIGNALED(status)) {
        char text[24];
        int length = snprintf(text, sizeof text, "signalled %d", WTERMSIG(status));
        frame_send(STDOUT_FILENO, CHANNEL_STATUS, text, (size_t)length);
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}

int files(void) {
    char *payload;
    size_t length;
    struct plan plan;
    int pidfd;
    deadline_begin(FILES_SECONDS);
    signal(SIGPIPE, SIG_IGN);
    // Fewer turns of who writes and who reads; a smaller pipe does as well
    fcntl(STDIN_FILENO, F_SETPIPE_SZ, PIPE_SIZE);
    fcntl(STDOUT_FILENO, F_SETPIPE_SZ, PIPE_SIZE);
    if (frame_receive_plan(STDIN_FILENO, &payload, &length) < 0 || plan_parse(&plan, PLAN_FILES, payload, length) < 0) {
        frame_send_failure(STDOUT_FILENO);
        return 1;
    }
    pid_t child = start_child(&plan, &pidfd);
    if (child < 0) {
        frame_send_failure(STDOUT_FILENO);
        return 1;
    }
    deadline_end();
    return watch(child, pidfd);
}
