// The line in /etc/bash.bashrc by which a box's shells read /etc/boxes-env.
#ifndef ZOMG_ENVIRONMENT_H
#define ZOMG_ENVIRONMENT_H

// Adds it once to the file below `root`. A full disk is no failure: the box must come up, or nobody could make room in
// it; the file then stays as it is.
int environment_source(int root);

#endif
