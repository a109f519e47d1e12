// zomg-runner: starts boxes and enters them. See README.md for the plan and the frames.

#include "enter.h"
#include "fence.h"
#include "files.h"
#include "frames.h"
#include "run.h"
#include "session.h"
#include "start.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static int usage(void) {
    fprintf(stderr, "usage: zomg-runner [--fence FILE SERVERPID] start|enter|session|files, with a plan on stdin\n"
                    "       zomg-runner --fence FILE SERVERPID run -- PROGRAM [ARGUMENT]...\n");
    return 2;
}

int main(int argc, char **argv) {
    bool fenced = argc > 4 && strcmp(argv[1], "--fence") == 0;
    char **verb = argv + (fenced ? 4 : 1);
    int words = argc - (fenced ? 4 : 1);
    bool program = fenced && words > 2 && strcmp(verb[0], "run") == 0 && strcmp(verb[1], "--") == 0;
    bool starting = words == 1 && strcmp(verb[0], "start") == 0;
    bool entering = words == 1 && strcmp(verb[0], "enter") == 0;
    bool opening = words == 1 && strcmp(verb[0], "session") == 0;
    bool filing = words == 1 && strcmp(verb[0], "files") == 0;
    if (!program && !starting && !entering && !opening && !filing) {
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
    if (filing) {
        return files();
    }
    return starting ? start() : opening ? session(fence) : enter();
}
