// What a box's shells read: /etc/boxes-env and the line in /etc/bash.bashrc that sources it.
#ifndef ZOMG_ENVIRONMENT_H
#define ZOMG_ENVIRONMENT_H

// Replaces /etc/boxes-env below `root`, and adds the line once. A full disk is no failure: the box must come up, or
// nobody could make room in it; the files then stay as they are.
int environment_write(int root, const char *boxes_env);

#endif
