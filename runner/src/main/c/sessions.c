#include "sessions.h"

#include "deadline.h"
#include "failure.h"
#include "frames.h"
#include "plan.h"
#include "session_directory.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

enum { SESSIONS_SECONDS = 15 };

// As a client would, past the input that its command does not take
static void hang_up(int all, const char *name) {
    int directory = openat(all, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    pid_t supervisor = directory < 0 ? 0 : session_supervisor(directory);
    if (supervisor > 0) {
        kill(supervisor, SIGTERM);
    }
    if (directory >= 0) {
        close(directory);
    }
}

static int work(const struct plan *plan) {
    static const char done[] = "exited 0";
    int all = open(plan->directory, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (all < 0 && errno != ENOENT) {
        return fail("session", plan->directory);
    }
    if (all >= 0) {
        for (size_t i = 0; i < plan->hang_up_count; i++) {
            hang_up(all, plan->hang_ups[i]);
        }
        for (size_t i = 0; i < plan->remove_count; i++) {
            if (session_remove(all, plan->removes[i]) < 0) {
                return -1;
            }
        }
        if (session_tell_all(STDOUT_FILENO, all) < 0) {
            return -1;
        }
    }
    return frame_send(STDOUT_FILENO, CHANNEL_STATUS, done, sizeof done - 1);
}

int sessions(void) {
    char *payload;
    size_t length;
    struct plan plan;
    deadline_begin(SESSIONS_SECONDS);
    signal(SIGPIPE, SIG_IGN);
    if (frame_receive_plan(STDIN_FILENO, &payload, &length) < 0 ||
        plan_parse(&plan, PLAN_SESSIONS, payload, length) < 0 || work(&plan) < 0) {
        frame_send_failure(STDOUT_FILENO);
        return 1;
    }
    return 0;
}
