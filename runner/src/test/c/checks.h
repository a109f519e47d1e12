// A check that fails ends the program and says where.
#ifndef ZOMG_CHECKS_H
#define ZOMG_CHECKS_H

#include <stddef.h>
#include <stdint.h>

#define CHECK(condition) check((condition) ? 1 : 0, #condition, __FILE__, __LINE__)

void check(int holds, const char *condition, const char *file, int line);

// A generator with a fixed start: every run is the same
struct dice {
    uint64_t state;
};

uint32_t dice_roll(struct dice *dice, uint32_t below);

void accounts_checks(void);
void cgroup_checks(void);
void failure_checks(void);
void fence_checks(void);
void files_checks(void);
void frames_checks(void);
void inside_checks(void);
void intake_checks(void);
void journal_checks(void);
void log_checks(void);
void plan_checks(void);
void pod_checks(void);
void process_checks(void);
void relay_checks(void);
void seccomp_checks(void);
void streams_checks(void);

#endif
