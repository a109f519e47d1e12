// Messages between processes of the runner, some with descriptors, over sockets that keep message boundaries.
#ifndef ZOMG_MESSAGE_H
#define ZOMG_MESSAGE_H

#include <stddef.h>

enum { MESSAGE_DESCRIPTORS = 3 };

// A pair of sockets that close at an exec.
int message_pair(int sockets[2]);

// 0, or -1 and errno.
int message_send(int socket, const void *bytes, size_t size, const int *fds, size_t fd_count);

// 1 with a message of exactly `size` bytes, 0 when the other end is closed, -1 and errno; until the deadline. Fills
// `fds` with the descriptors that came along, if they are no more than that.
int message_receive(int socket, void *bytes, size_t size, int *fds, size_t fd_count);

#endif
