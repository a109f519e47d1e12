// zomg-runner: starts boxes and enters them. See README.md for the plan and the frames.

#include "attach.h"
#include "enter.h"
#include "fence.h"
#include "files.h"
#include "frames.h"
#include "pod.h"
#include "run.h"
#include "session.h"
#include "sessions.h"
#include "start.h"
#include "tunnel.h"
#include "volumes.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static int usage(void) {
    fprintf(stderr, "usage: zomg-runner [--fence FILE SERVERPID] start|enter|session|attach|sessions|files|tunnel|volumes, with a plan on stdin\n"
                    "       zomg-runner --fence FILE SERVERPID run -- PROGRAM [ARGUMENT]...\n"
                    "       zomg-runner pod, as PID 1 of a container\n");
    return 2;
}

struct verb {
    const char *name;
    int (*run)(void);
};

static const struct verb *find_verb(const char *name) {
    static const struct verb all[] = {
        {"start", start}, {"enter", enter},   {"session", session},
        {"files", files}, {"tunnel", tunnel}, {"volumes", volumes}, {"pod", pod},
        {"attach", attach}, {"sessions", sessions},
    };
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        if (strcmp(all[i].name, name) == 0) {
            return &all[i];
        }
    }
    return NULL;
}

int main(int argc, char **argv) {
    bool fenced = argc > 4 && strcmp(argv[1], "--fence") == 0;
    char **verb = argv + (fenced ? 4 : 1);
    int words = argc - (fenced ? 4 : 1);
    bool program = fenced && words > 2 && strcmp(verb[0], "run") == 0 && strcmp(verb[1], "--") == 0;
    const struct verb *known = program || words != 1 ? NULL : find_verb(verb[0]);
    if (!program && known == NULL) {
        return usage();
    }
    // Kept open: the fence is held for as long as this process, and what it still watches, lives
    int fence = fenced ? fence_enter(argv[2], argv[3]) : -1;
    if (program) {
        return fence < 0 ? run_not_started() : run(fence, argv[3], verb + 2);
    }
    if (fenced && fence < 0) {
        frame_send_failure(STDOUT_FILENO);
        return 1;
    }
    return known->run();
}
