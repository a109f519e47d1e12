// What went wrong: the step, errno and a word about the subject. A process of ours knows one failure: the first.
#ifndef ZOMG_FAILURE_H
#define ZOMG_FAILURE_H

#include <stddef.h>

// Small enough that a write of one to a pipe is atomic (PIPE_BUF)
struct failure {
    int error;
    char step[24];
    char subject[160];
};

// Remembers step, errno and subject (may be NULL) unless there is a failure already. Returns -1, to be returned on.
int fail(const char *step, const char *subject);
int fail_with(const char *step, int error, const char *subject);

const struct failure *failure_first(void);
void failure_adopt(const struct failure *other);
void failure_forget(void);

// Writes `failed STEP ERRNO TEXT` in printable ASCII; returns its length.
size_t failure_status(const struct failure *failure, char *text, size_t size);

#endif
