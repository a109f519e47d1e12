// What comes into a box, and what is removed from it.
#ifndef ZOMG_RECEIVE_FILES_H
#define ZOMG_RECEIVE_FILES_H

#include "place.h"
#include "plan.h"

// One file, its bytes until the half-close; on disk when this returns.
int files_write(const struct places *places, const struct plan *plan);

// A file, a link or an empty directory.
int files_delete(const struct places *places, const char *path);

// Any number of items below a directory, until the half-close; on disk when this returns. What was unpacked before a
// failure stays.
int files_unpack(const struct places *places, const char *path);

#endif
