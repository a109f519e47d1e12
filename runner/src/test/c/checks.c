#include "checks.h"

#include "failure.h"

#include <stdio.h>
#include <stdlib.h>

void check(int holds, const char *condition, const char *file, int line) {
    if (!holds) {
        char text[512];
        size_t length = failure_status(failure_first(), text, sizeof text);
        fprintf(stderr, "%s:%d: %s does not hold; last failure: %.*s\n", file, line, condition, (int)length, text);
        exit(1);
    }
}

uint32_t dice_roll(struct dice *dice, uint32_t below) {
    dice->state ^= dice->state << 13;
    dice->state ^= dice->state >> 7;
    dice->state ^= dice->state << 17;
    return (uint32_t)(dice->state >> 32) % below;
}

int main(void) {
    static const struct {
        const char *name;
        void (*run)(void);
    } all[] = {
        {"failure", failure_checks}, {"frames", frames_checks},   {"plan", plan_checks},
        {"process", process_checks}, {"accounts", accounts_checks}, {"cgroup", cgroup_checks},
        {"inside", inside_checks},   {"seccomp", seccomp_checks},  {"relay", relay_checks},
        {"fence", fence_checks},     {"intake", intake_checks},   {"journal", journal_checks},
        {"files", files_checks},     {"streams", streams_checks}, {"log", log_checks},
        {"pod", pod_checks},
    };
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        all[i].run();
        failure_forget();
        printf("  ok %s\n", all[i].name);
        fflush(stdout);
    }
    return 0;
}
