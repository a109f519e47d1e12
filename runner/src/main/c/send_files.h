// What leaves a box: a frame for each file, its bytes in frames after it.
#ifndef ZOMG_SEND_FILES_H
#define ZOMG_SEND_FILES_H

#include "place.h"

int files_show(const struct places *places, const char *path);
int files_read(const struct places *places, const char *path);
int files_list(const struct places *places, const char *path);

// The file, or the directory with all that is below it, what is above before what is below. What is neither file,
// directory nor link, or is not served, is left out.
int files_pack(const struct places *places, const char *path);

#endif
