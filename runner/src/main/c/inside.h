// Paths inside a box. Its root belongs to strangers, who may have planted symbolic links anywhere: every path is
// resolved by the kernel below a root descriptor, absolute links included, and never through /proc's magic links.
#ifndef ZOMG_INSIDE_H
#define ZOMG_INSIDE_H

#include <sys/types.h>

// As open(2) with O_CLOEXEC added; -1 and errno.
int inside_open(int root, const char *path, int flags, mode_t mode);

// An O_PATH descriptor of the directory; what is missing is made with mode 0755.
int inside_directory(int root, const char *path);

// An O_PATH descriptor of the file; if missing, it is made empty, and its directories too.
int inside_file(int root, const char *path);

// The same, but what is there and is not a regular file (a link, a FIFO) is replaced by an empty one.
int inside_own_file(int root, const char *directory, const char *name);

#endif
