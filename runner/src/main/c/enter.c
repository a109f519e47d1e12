// Entering a box for a client that stays connected. The runner remains outside, in its own namespaces and control
// groups, and relays.

#include "enter.h"

#include "deadline.h"
#include "entry.h"
#include "failure.h"
#include "frames.h"
#include "relay.h"

#include <signal.h>
#include <stdio.h>
#include <unistd.h>

enum {
    ENTER_SECONDS = 15,
    JOURNAL_SIZE = 128 * 1024,
    MILLIS = 1000,
};

static int send_started(const struct entry *entry) {
    char text[16];
    int size = snprintf(text, sizeof text, "%d", (int)entry->inner_pid);
    return frame_send(STDOUT_FILENO, CHANNEL_STARTED, text, (size_t)size);
}

static int finish(struct entry *entry) {
    if (!entry->executed) {
        entry_undo(entry);
        return entry_report_not_executed(entry);
    }
    const struct relay_process process = entry_process(entry);
    const struct relay_client client = {
        .input = STDIN_FILENO,
        .output = STDOUT_FILENO,
        .listener = -1,
        .limit_millis = entry->plan.limit_seconds * MILLIS,
        .journal = JOURNAL_SIZE,
    };
    return relay(&client, &process);
}

int enter(void) {
    struct entry entry;
    deadline_begin(ENTER_SECONDS);
    signal(SIGPIPE, SIG_IGN);
    if (entry_receive(&entry, PLAN_ENTER) < 0 || entry_start(&entry) < 0 || send_started(&entry) < 0) {
        entry_undo(&entry);
        frame_send_failure(STDOUT_FILENO);
        return 1;
    }
    return finish(&entry);
}
