#include "receive_files.h"

#include "failure.h"
#include "fresh.h"
#include "upload.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

// The kernel begins to write so much at a time: all of it at the end would take as long again
enum { WRITE_BEHIND = 16 << 20 };

static int flush_directory(const struct places *places, const struct spot *spot) {
    int directory = place_reopen(places, spot->parent, O_RDONLY | O_DIRECTORY);
    int result = directory < 0 || fsync(directory) < 0 ? fail("sync", spot->path) : 0;
    if (directory >= 0) {
        close(directory);
    }
    return result;
}

static int receive(int file, const char *name) {
    struct frame_header header;
    off64_t written = 0;
    off64_t begun = 0;
    for (;;) {
        if (upload_next(&header) < 0) {
            return -1;
        }
        if (header.channel == CHANNEL_HALF_CLOSE) {
            char which;
            return upload_text(&header, &which, sizeof which);
        }
        if (header.channel != CHANNEL_STDIN) {
            return fail_with("input", EPROTO, "channel");
        }
        if (upload_bytes(&header, file, name) < 0) {
            return -1;
        }
        written += header.payload;
        if (written - begun >= WRITE_BEHIND) {
            sync_file_range(file, begun, written - begun, SYNC_FILE_RANGE_WRITE);
            begun = written;
        }
    }
}

// A file that is replaced leaves its owner and, if none are given, its permissions
static int dress(int file, const struct plan *plan, const struct stat *old) {
    bool replaces = S_ISREG(old->st_mode);
    mode_t permissions = plan->has_permissions ? plan->permissions : replaces ? old->st_mode & 07777 : 0644;
    if (replaces && fchown(file, old->st_uid, old->st_gid) < 0) {
        return fail("write", plan->path);
    }
    return fchmod(file, permissions) < 0 ? fail("write", plan->path) : 0;
}

int files_write(const struct places *places, const struct plan *plan) {
    struct spot spot;
    struct stat old;
    // Before the first byte is taken: who sends a gigabyte hears early that there is no place for it
    if (place_spot(places, plan->path, true, &spot) < 0 || fresh_may_replace(&spot, &old) < 0) {
        return -1;
    }
    int file = fresh_file(&spot);
    if (file < 0 || receive(file, spot.path) < 0 || dress(file, plan, &old) < 0) {
        return -1;
    }
    if (fsync(file) < 0) {
        return fail("sync", spot.path);
    }
    return fresh_name(places, file, &spot) < 0 ? -1 : flush_directory(places, &spot);
}

int files_delete(const struct places *places, const char *path) {
    struct spot spot;
    if (place_spot(places, path, false, &spot) < 0) {
        return -1;
    }
    if (unlinkat(spot.parent, spot.name, 0) < 0 &&
        (errno != EISDIR || unlinkat(spot.parent, spot.name, AT_REMOVEDIR) < 0)) {
        return fail(errno == EBUSY ? "not_served" : "path", path);
    }
    return flush_directory(places, &spot);
}
