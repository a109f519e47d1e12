#include "failure.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static struct failure first;

int fail_with(const char *step, int error, const char *subject) {
    if (first.step[0] == '\0') {
        first.error = error;
        snprintf(first.step, sizeof first.step, "%s", step);
        snprintf(first.subject, sizeof first.subject, "%s", subject == NULL ? "" : subject);
    }
    return -1;
}

int fail(const char *step, const char *subject) {
    return fail_with(step, errno, subject);
}

const struct failure *failure_first(void) {
    return &first;
}

void failure_adopt(const struct failure *other) {
    if (first.step[0] == '\0') {
        first = *other;
        first.step[sizeof first.step - 1] = '\0';
        first.subject[sizeof first.subject - 1] = '\0';
    }
}

void failure_forget(void) {
    first = (struct failure){0};
}

size_t failure_status(const struct failure *failure, char *text, size_t size) {
    const char *separator = failure->subject[0] == '\0' ? "" : ": ";
    int written = snprintf(text, size, "failed %s %d %s%s%s", failure->step[0] == '\0' ? "unknown" : failure->step,
                           failure->error, failure->subject, separator, strerror(failure->error));
    size_t length = written < 0 ? 0 : (size_t)written;
    if (length >= size) {
        length = size - 1;
    }
    // A subject may quote a path of a box
    for (size_t i = 0; i < length; i++) {
        if (text[i] < ' ' || text[i] > '~') {
            text[i] = '?';
        }
    }
    return length;
}
