#ifndef ZOMG_ATTACH_H
#define ZOMG_ATTACH_H

// A client of a session that cannot come to its socket: what it says and hears passes through here. The exit status of
// the program.
int attach(void);

// The same for one whose plan was read already.
int attach_to(const char *session);

#endif
