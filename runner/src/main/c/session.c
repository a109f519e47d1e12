// A session: a command in a box whose client may go and come back, and whose server may, too. Its supervisor is nobody's
// child and in no group of the server's; all that is known of it is in its directory.

#include "session.h"

#include "attach.h"
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
#include "session_directory.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
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

static void keep_end(const char *status, const struct journal_offsets *said) {
    char text[600];
    if (said == NULL) {
        snprintf(text, sizeof text, "%s\n", status);
    } else {
        snprintf(text, sizeof text, "%s\n%" PRIu64 " %" PRIu64 "\n", status, said->of[0], said->of[1]);
    }
    // Of a session whose directory is gone nobody asks any more
    if (session_write("exit", "exit.part", text) < 0) {
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
    if (session_write("supervisor", "supervisor.part", text) < 0) {
        return -1;
    }
    return frame_send(STDOUT_FILENO, CHANNEL_STARTED, text, strlen(text));
}

// Those of a pod, and any that are to be told of
static bool makes_directory(const struct plan *plan) {
    return plan->in_pod || plan->about != NULL;
}

// A descriptor of what the session is in
static int open_all(const struct plan *plan) {
    char path[PATH_MAX];
    const char *slash = strrchr(plan->session, '/');
    snprintf(path, sizeof path, "%.*s/", (int)(slash - plan->session), plan->session);
    int all = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return all < 0 ? fail("session", path) : all;
}

// What is there already is somebody else's: a command that is asked for twice runs once
static int make_session(const struct plan *plan) {
    if (plan->in_pod && (pod_wait() < 0 || pod_make_sessions() < 0)) {
        return -1;
    }
    int all = open_all(plan);
    if (all < 0 || session_make_room(all, plan->background, plan->most, plan->kept) < 0) {
        return -1;
    }
    close(all);
    return mkdir(plan->session, 0700) < 0 ? fail("session", plan->session) : 0;
}

// Of a command that does not run, nothing stays
static void unmake_session(const struct plan *plan) {
    int all = open_all(plan);
    if (chdir("/") == 0 && all >= 0) {
        session_remove(all, strrchr(plan->session, '/') + 1);
    }
}

static int open_session(struct entry *entry, struct relay_client *client) {
    if (chdir(entry->plan.session) < 0) {
        return fail("session", entry->plan.session);
    }
    if (entry->plan.about != NULL && session_write("about", "about.part", entry->plan.about) < 0) {
        return -1;
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

static int tell_failure(void) {
    frame_send_failure(STDOUT_FILENO);
    return 1;
}

static int supervise(struct entry *entry, int begun) {
    struct relay_client client;
    bool own = makes_directory(&entry->plan);
    setsid();
    umask(077);
    if (own && make_session(&entry->plan) < 0) {
        return tell_failure();
    }
    bool failed = open_session(entry, &client) < 0 || (entry->executed && tell_who(entry) < 0);
    if (failed || !entry->executed) {
        entry_undo(entry);
        if (own) {
            unmake_session(&entry->plan);
        }
        return failed ? tell_failure() : entry_report_not_executed(entry);
    }
    // From here on a new server finds it: nothing holds it back any more
    fence_leave();
    if (process_null_stdio() < 0) {
        failure_forget(); // the caller's pipes stay open, which harms nobody
    }
    // Who was to be its first client comes now
    if (begun >= 0 && write(begun, "", 1) == 1) {
        close(begun);
    }
    const struct relay_process process = entry_process(entry);
    if (entry->plan.background) {
        struct log log = entry_log(entry);
        return background(&client, &process, &log);
    }
    return relay(&client, &process);
}

// The caller of a session that it is to be attached to: once it has begun, or not
static int follow(const struct entry *entry, int begun) {
    char mark;
    if (deadline_read(begun, &mark, 1) != 1) {
        return 0; // the other one has said why not
    }
    return attach_to(entry->plan.session);
}

int session(void) {
    struct entry entry;
    int begun[2] = {-1, -1};
    deadline_begin(ENTER_SECONDS);
    signal(SIGPIPE, SIG_IGN);
    if (entry_receive(&entry, PLAN_SESSION) < 0) {
        return tell_failure();
    }
    if (entry.plan.attached && pipe2(begun, O_CLOEXEC) < 0) {
        fail("session", "pipe");
        return tell_failure();
    }
    pid_t supervisor = fork();
    if (supervisor < 0) {
        fail("session", "fork");
        return tell_failure();
    }
    if (supervisor == 0) {
        close(begun[0]);
        return supervise(&entry, begun[1]);
    }
    close(begun[1]);
    return entry.plan.attached ? follow(&entry, begun[0]) : 0;
}
