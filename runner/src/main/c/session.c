// A session: a command in a box whose client may go and come back, and whose server may, too. Its supervisor is nobody's
// child and in no group of the server's; all that is known of it is in its directory.

#include "session.h"

#include "background.h"
#include "cgroup.h"
#include "deadline.h"
#include "entry.h"
#include "failure.h"
#include "fence.h"
#include "frames.h"
#include "pod_place.h"
#include "process.h"
#include "relay.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

enum {
    ENTER_SECONDS = 15,
    JOURNAL_SIZE = 4 * 1024 * 1024,
    MILLIS = 1000,
};

// Whole or not at all: the server reads it whenever it likes
static int write_file(const char *name, const char *part, const char *text) {
    int file = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (file < 0) {
        return fail("session", part);
    }
    size_t size = strlen(text);
    ssize_t written = write(file, text, size);
    close(file);
    if (written != (ssize_t)size || rename(part, name) < 0) {
        return fail("session", name);
    }
    return 0;
}

static void keep_end(const char *status, const struct journal_offsets *said) {
    char text[600];
    if (said == NULL) {
        snprintf(text, sizeof text, "%s\n", status);
    } else {
        snprintf(text, sizeof text, "%s\n%" PRIu64 " %" PRIu64 "\n", status, said->of[0], said->of[1]);
    }
    // Of a session whose directory is gone nobody asks any more
    if (write_file("exit", "exit.part", text) < 0) {
        failure_forget();
    }
}

static int listen_in_directory(void) {
    const struct sockaddr_un address = {.sun_family = AF_UNIX, .sun_path = "socket"};
    int listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (listener < 0 || bind(listener, (const struct sockaddr *)&address, sizeof address) < 0 ||
        listen(listener, SOMAXCONN) < 0) {
        return fail("session", "socket");
    }
    return listener;
}

// Its directory is the session: whoever removes it ends it, and begins with what is in there. Told by a signal, because
// of inotify's instances a user has 128.
static int watch_directory(void) {
    sigset_t told;
    sigemptyset(&told);
    sigaddset(&told, RELAY_LOOK);
    int directory = open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (directory < 0 || sigprocmask(SIG_BLOCK, &told, NULL) < 0 ||
        fcntl(directory, F_NOTIFY, DN_DELETE | DN_MULTISHOT) < 0) {
        return fail("session", "watch");
    }
    return 0;
}

// What is renamed is told as well, as our own files are
static bool is_removed(void) {
    return access("supervisor", F_OK) < 0 && errno == ENOENT;
}

static int tell_who(const struct entry *entry) {
    char text[80];
    uint64_t start_time;
    if (process_start_time(getpid(), &start_time) < 0) {
        return -1;
    }
    snprintf(text, sizeof text, "%d %" PRIu64 " %d", (int)getpid(), start_time, (int)entry->inner_pid);
    if (write_file("supervisor", "supervisor.part", text) < 0) {
        return -1;
    }
    return frame_send(STDOUT_FILENO, CHANNEL_STARTED, text, strlen(text));
}

static int open_session(struct entry *entry, struct relay_client *client) {
    umask(077);
    if (entry->plan.in_pod && pod_make_session(entry->plan.session) < 0) {
        return -1;
    }
    if (chdir(entry->plan.session) < 0) {
        return fail("session", entry->plan.session);
    }
    *client = (struct relay_client){
        .input = -1,
        .output = -1,
        .listener = -1,
        .wait_millis = entry->plan.wait_seconds * MILLIS,
        .limit_millis = entry->plan.limit_seconds * MILLIS,
        .journal = JOURNAL_SIZE,
        .removed = is_removed,
        .exited = keep_end,
    };
    if (watch_directory() < 0) {
        return -1;
    }
    if (!entry->plan.background) {
        client->listener = listen_in_directory();
        if (client->listener < 0) {
            return -1;
        }
    }
    return cgroup_join_session(&entry->plan) < 0 ? -1 : entry_start(entry);
}

static int supervise(struct entry *entry) {
    struct relay_client client;
    setsid();
    if (open_session(entry, &client) < 0 || (entry->executed && tell_who(entry) < 0)) {
        entry_undo(entry);
        frame_send_failure(STDOUT_FILENO);
        return 1;
    }
    if (!entry->executed) {
        entry_undo(entry);
        return entry_report_not_executed(entry);
    }
    // From here on a new server finds it: nothing holds it back any more
    fence_leave();
    if (process_null_stdio() < 0) {
        failure_forget(); // the caller's pipes stay open, which harms nobody
    }
    const struct relay_process process = entry_process(entry);
    if (entry->plan.background) {
        struct log log = entry_log(entry);
        return background(&client, &process, &log);
    }
    return relay(&client, &process);
}

int session(void) {
    struct entry entry;
    deadline_begin(ENTER_SECONDS);
    signal(SIGPIPE, SIG_IGN);
    if (entry_receive(&entry, PLAN_SESSION) < 0) {
        frame_send_failure(STDOUT_FILENO);
        return 1;
    }
    pid_t supervisor = fork();
    if (supervisor < 0) {
        fail("session", "fork");
        frame_send_failure(STDOUT_FILENO);
        return 1;
    }
    return supervisor > 0 ? 0 : supervise(&entry);
}
