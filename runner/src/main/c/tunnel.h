#ifndef ZOMG_TUNNEL_H
#define ZOMG_TUNNEL_H

// Carries TCP connections to programs of the box that the plan on standard input names. The exit status of the program.
int tunnel(void);

#endif
