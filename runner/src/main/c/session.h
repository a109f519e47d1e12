#ifndef ZOMG_SESSION_H
#define ZOMG_SESSION_H

// Enters a box, stays there when the caller goes, and relays for whoever comes to the session's socket. `fence` is left
// once the session can be found, or -1. Returns in the caller at once, and in the supervisor when it is over.
int session(int fence);

#endif
