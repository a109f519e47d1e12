// A process in a box that nobody talks to: its supervisor writes down what it says and how it ends.
#ifndef ZOMG_BACKGROUND_H
#define ZOMG_BACKGROUND_H

#include "log.h"
#include "relay.h"

// Until the process has ended, and nobody whom it left behind holds its output. The exit status of the program.
int background(const struct relay_client *client, const struct relay_process *process, struct log *log);

#endif
