// The runner's child, in the box's pid namespace from birth, joins everything else, becomes the user, and execs.

#include "entry.h"

#include "box.h"
#include "cgroup.h"
#include "failure.h"
#include "frames.h"
#include "message.h"
#include "pod_place.h"
#include "process.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum {
    UNDO_MILLIS = 3000,
    NOT_FOUND = 127,
    NOT_EXECUTABLE = 126,
};

static int make_child(struct entry *entry) {
    int cgroup;
    if (cgroup_open(&entry->plan, &cgroup) < 0) {
        return -1;
    }
    if (message_pair(entry->reports) < 0 || setns(entry->box, CLONE_NEWPID) < 0) {
        return fail("setns", "pid");
    }
    entry->child = process_clone(0, cgroup, &entry->child_pidfd);
    if (entry->child < 0) {
        return fail("clone", NULL);
    }
    if (entry->child == 0) {
        newcomer_run(&entry->plan, entry->box, entry->reports[1]);
    }
    close(entry->reports[1]);
    entry->reports[1] = -1;
    return 0;
}

static int receive_report(struct entry *entry, struct newcomer_report *report) {
    int received = message_receive(entry->reports[0], report, sizeof *report, entry->pipes, NEWCOMER_PIPES);
    return received < 0 ? fail("wait", "report") : received;
}

int entry_receive(struct entry *entry, enum plan_verb verb) {
    char *payload;
    size_t length;
    *entry = (struct entry){
        .box = -1,
        .reports = {-1, -1},
        .child_pidfd = -1,
        .pipes = {-1, -1, -1},
    };
    if (frame_receive_plan(STDIN_FILENO, &payload, &length) < 0) {
        return -1;
    }
    if (plan_parse(&entry->plan, verb, payload, length) < 0) {
        return -1;
    }
    return entry->plan.in_pod ? pod_add_variables(&entry->plan) : 0;
}

static int wait_for_exec(struct entry *entry) {
    struct newcomer_report report = {0};
    int received = receive_report(entry, &report);
    if (received <= 0) {
        return received < 0 ? -1 : fail_with("wait", ECHILD, "the process ended early");
    }
    if (report.kind == NEWCOMER_FAILED) {
        failure_adopt(&report.failure);
        return -1;
    }
    entry->inner_pid = report.pid;
    received = receive_report(entry, &report);
    entry->executed = received == 0;
    if (received > 0 && report.kind == NEWCOMER_FAILED) {
        failure_adopt(&report.failure);
        return -1;
    }
    entry->not_executed = report.failure;
    return received < 0 ? -1 : 0;
}

int entry_start(struct entry *entry) {
    process_lose_oom_protection();
    if (box_find(&entry->plan, &entry->box) < 0 || make_child(entry) < 0 || wait_for_exec(entry) < 0) {
        return -1;
    }
    close(entry->reports[0]);
    entry->reports[0] = -1;
    return 0;
}

void entry_undo(struct entry *entry) {
    int status;
    if (entry->child > 0) {
        syscall(SYS_pidfd_send_signal, entry->child_pidfd, SIGKILL, NULL, 0);
        process_reap(entry->child, entry->child_pidfd, UNDO_MILLIS, &status);
    }
}

int entry_report_not_executed(const struct entry *entry) {
    const struct failure *failure = &entry->not_executed;
    bool missing = failure->error == ENOENT || failure->error == ENOTDIR;
    char text[512];
    int size = snprintf(text, sizeof text, "%.400s: %s\n", entry->plan.arguments[0],
                        missing ? "not found" : strerror(failure->error));
    if (frame_send(STDOUT_FILENO, CHANNEL_STDERR, text, (size_t)size) < 0) {
        return 1;
    }
    size = snprintf(text, sizeof text, "exited %d", missing ? NOT_FOUND : NOT_EXECUTABLE);
    return frame_send(STDOUT_FILENO, CHANNEL_STATUS, text, (size_t)size) < 0 ? 1 : 0;
}

struct log entry_log(const struct entry *entry) {
    return (struct log){
        .directory = entry->pipes[NEWCOMER_DIRECTORY],
        .file = entry->pipes[NEWCOMER_LOG],
        .pid = entry->inner_pid,
    };
}

struct relay_process entry_process(const struct entry *entry) {
    bool terminal = entry->plan.terminal;
    int first = entry->pipes[STDIN_FILENO];
    if (entry->plan.background) {
        return (struct relay_process){
            .pid = entry->child,
            .inner_pid = entry->inner_pid,
            .pidfd = entry->child_pidfd,
            .input = -1,
            .output = entry->pipes[NEWCOMER_OUTPUT],
            .error = -1,
        };
    }
    return (struct relay_process){
        .pid = entry->child,
        .inner_pid = entry->inner_pid,
        .pidfd = entry->child_pidfd,
        .terminal = terminal,
        .input = first,
        .output = terminal ? fcntl(first, F_DUPFD_CLOEXEC, 0) : entry->pipes[STDOUT_FILENO],
        .error = entry->pipes[STDERR_FILENO],
    };
}
