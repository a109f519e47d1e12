// What is known of sessions: a directory for each, in one for all of them. A session has `about` (what was asked for, as
// whoever asked puts it), `supervisor`, `exit`, and `socket` unless it is in the background.
#ifndef ZOMG_SESSION_DIRECTORY_H
#define ZOMG_SESSION_DIRECTORY_H

#include <stdbool.h>
#include <sys/types.h>

// Whole or not at all: it is read at any time. In the working directory, by way of `part`.
int session_write(const char *name, const char *part, const char *text);

// The supervisor of the session in this directory, 0 if there is none.
pid_t session_supervisor(int directory);

// One frame about it.
int session_tell(int output, const char *name, int directory);

// One frame about each of those below, in no order.
int session_tell_all(int output, int all);

// With what is in it, and so its command. One that is not there is removed.
int session_remove(int all, const char *name);

// Among its kind, in the background or not, more than `most` may not run at the same time (`failed busy`); of those that
// have ended as many as `kept` are still known. 0 for any number.
int session_make_room(int all, bool background, int most, int kept);

#endif
