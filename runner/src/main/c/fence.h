// A file that everything a server starts holds locked, so that the next server can wait until the children of a dead one
// have ended, before it looks at what they may still change.
#ifndef ZOMG_FENCE_H
#define ZOMG_FENCE_H

#include <sys/types.h>

// Locks the file, shared, for as long as a copy of the returned descriptor is open, which no exec survives. Fails while
// a server waits for its turn, or if our parent is not (any more) the server that this call is for.
int fence_enter(const char *path, const char *server);

// What is not the server's child any more, and can be found without it, lets go of what it entered; nothing if that is
// none.
void fence_leave(void);

// The number in `text`, or -1 if it is none that a process can have.
pid_t fence_parse_pid(const char *text);

#endif
