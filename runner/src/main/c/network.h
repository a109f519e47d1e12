// The network of a box: a pair of virtual links, one end on the host, the other in the box as eth0.
#ifndef ZOMG_NETWORK_H
#define ZOMG_NETWORK_H

#include "plan.h"

#include <stdbool.h>

// On the host: makes the pair with eth0 in the network namespace of `pid`, and the route to the box. `made` says
// whether the link is ours to remove, also when a later step failed.
int network_make(const struct plan_network *network, pid_t pid, bool *made);

// In the box's network namespace: addresses and routes. Without a network only the loopback comes up.
int network_configure(const struct plan_network *network);

void network_remove(const struct plan_network *network);

#endif
