#include "upload.h"

#include "failure.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

enum { CHUNK = 256 << 10 };

static char chunk[CHUNK];

static int read_fully(void *bytes, size_t size) {
    size_t have = 0;
    while (have < size) {
        ssize_t count = read(STDIN_FILENO, (char *)bytes + have, size - have);
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count <= 0) {
            return count < 0 ? fail("input", "read") : fail_with("input", ECANCELED, "cut off");
        }
        have += (size_t)count;
    }
    return 0;
}

int upload_next(struct frame_header *header) {
    uint8_t bytes[FRAME_HEADER];
    if (read_fully(bytes, sizeof bytes) < 0) {
        return -1;
    }
    return frame_decode(bytes, header) < 0 ? fail_with("input", EPROTO, "length of a frame") : 0;
}

int upload_text(const struct frame_header *header, char *text, size_t size) {
    return header->payload > size ? fail_with("input", EMSGSIZE, "frame") : read_fully(text, header->payload);
}

static int write_fully(int file, size_t size, const char *name) {
    size_t done = 0;
    while (done < size) {
        ssize_t count = write(file, chunk + done, size - done);
        if (count < 0 && errno != EINTR) {
            return fail("write", name);
        }
        done += count < 0 ? 0 : (size_t)count;
    }
    return 0;
}

// From the pipe into the file, without a copy of ours between
static ssize_t move(int file, size_t size) {
    ssize_t count;
    do {
        count = splice(STDIN_FILENO, NULL, file, NULL, size, SPLICE_F_MOVE);
    } while (count < 0 && errno == EINTR);
    return count;
}

static int copy(int file, size_t size, const char *name) {
    return read_fully(chunk, size) < 0 ? -1 : write_fully(file, size, name);
}

int upload_bytes(const struct frame_header *header, int file, const char *name) {
    for (size_t left = header->payload; left > 0;) {
        ssize_t moved = move(file, left);
        if (moved == 0) {
            return fail_with("input", ECANCELED, "cut off");
        }
        if (moved < 0 && errno != EINVAL) {
            return fail("write", name);
        }
        // Not every input is a pipe, nor every file one that takes from there
        if (moved < 0) {
            size_t size = left < sizeof chunk ? left : sizeof chunk;
            if (copy(file, size, name) < 0) {
                return -1;
            }
            moved = (ssize_t)size;
        }
        left -= (size_t)moved;
    }
    return 0;
}
