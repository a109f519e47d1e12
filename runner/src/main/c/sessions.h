#ifndef ZOMG_SESSIONS_H
#define ZOMG_SESSIONS_H

// Tells of all sessions in a directory; hangs up on some, and removes some, before that. The exit status of the program.
int sessions(void);

#endif
