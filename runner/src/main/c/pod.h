#ifndef ZOMG_POD_H
#define ZOMG_POD_H

// PID 1 of a container becomes a box's. Only returns after a failure.
int pod(void);

#endif
