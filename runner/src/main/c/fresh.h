// A file in the making: it has no name until it is whole, so that whatever ends us leaves nothing of it.
#ifndef ZOMG_FRESH_H
#define ZOMG_FRESH_H

#include "item.h"
#include "place.h"

// An empty file without a name in the spot's directory; -1.
int fresh_file(const struct spot *spot);

// Owner, permissions and times of the item.
int fresh_dress(int file, const struct item *item);

// Gives the file the spot's name. A file or link that has it is replaced at once, as a rename does; a directory is not,
// nor what is none of these.
int fresh_name(const struct places *places, int file, const struct spot *spot);

// The same for a symbolic link, which cannot be without a name.
int fresh_link(const struct spot *spot, const struct item *item);

// Whether the file or link there may be replaced; none is as good. Fills in `seen`, all zero if there is none.
int fresh_may_replace(const struct spot *spot, struct stat *seen);

#endif
