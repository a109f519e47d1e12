// Frames as they come from who sends files: headers first, payloads in pieces, nothing held whole.
#ifndef ZOMG_UPLOAD_H
#define ZOMG_UPLOAD_H

#include "frames.h"
#include "item.h"

// The next frame's header; its payload must be taken before the next one. The end of the input is a failure: who has
// said all says so by a half-close.
int upload_next(struct frame_header *header);

// Takes a payload of a few bytes whole.
int upload_text(const struct frame_header *header, char *text, size_t size);

// Takes a payload into the file.
int upload_bytes(const struct frame_header *header, int file, const char *name);

#endif
