// Connections into a box. Of the box only its network is joined, and every power is given up before the first byte of a
// client is read: what listens in a box, and what comes from outside, are strangers both.

#include "tunnel.h"

#include "box.h"
#include "deadline.h"
#include "failure.h"
#include "frames.h"
#include "identity.h"
#include "plan.h"
#include "process.h"
#include "streams.h"

#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <unistd.h>

enum { TUNNEL_SECONDS = 15, NOBODY = 65534 };

static int give_up_powers(void) {
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0) {
        return fail("no_new_privs", NULL);
    }
    if (identity_become(NOBODY, NOBODY, NULL, 0) < 0) {
        return -1;
    }
    return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) < 0 ? fail("dumpable", NULL) : 0;
}

static int begin(int *box) {
    char *payload;
    size_t length;
    struct plan plan;
    if (frame_receive_plan(STDIN_FILENO, &payload, &length) < 0 ||
        plan_parse(&plan, PLAN_TUNNEL, payload, length) < 0) {
        return -1;
    }
    process_lose_oom_protection();
    if (box_open(&plan, box) < 0) {
        return -1;
    }
    if (setns(*box, CLONE_NEWNET) < 0) {
        return fail("setns", "net");
    }
    return give_up_powers();
}

int tunnel(void) {
    static const char started[] = "tunnel";
    int box = -1;
    deadline_begin(TUNNEL_SECONDS);
    signal(SIGPIPE, SIG_IGN);
    if (begin(&box) < 0 || frame_send(STDOUT_FILENO, CHANNEL_STARTED, started, sizeof started - 1) < 0) {
        frame_send_failure(STDOUT_FILENO);
        return 1;
    }
    deadline_end();
    if (deadline_passed() != 0) {
        return 1;
    }
    // Nothing is to be undone: the default action of a signal that asks us to end will do
    signal(SIGTERM, SIG_DFL);
    signal(SIGINT, SIG_DFL);
    signal(SIGHUP, SIG_DFL);
    if (streams_serve(STDIN_FILENO, STDOUT_FILENO, box) < 0) {
        frame_send_failure(STDOUT_FILENO);
        return 1;
    }
    return 0;
}
