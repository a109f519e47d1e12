#ifndef ZOMG_SESSION_H
#define ZOMG_SESSION_H

// Enters a box, stays there when the caller goes, and relays for whoever comes to the session's socket. The fence is left
// once the session can be found. Returns in the caller at once, and in the supervisor when it is over.
int session(void);

#endif
