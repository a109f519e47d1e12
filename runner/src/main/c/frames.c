#include "frames.h"

#include "deadline.h"
#include "failure.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/uio.h>
#include <unistd.h>

void frame_encode(uint8_t bytes[FRAME_HEADER], enum channel channel, size_t payload) {
    uint32_t length = (uint32_t)(payload + 1);
    bytes[0] = (uint8_t)(length >> 24);
    bytes[1] = (uint8_t)(length >> 16);
    bytes[2] = (uint8_t)(length >> 8);
    bytes[3] = (uint8_t)length;
    bytes[4] = (uint8_t)channel;
}

int frame_decode(const uint8_t bytes[FRAME_HEADER], struct frame_header *header) {
    uint32_t length =
        (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | (uint32_t)bytes[3];
    if (length == 0 || length > FRAME_PAYLOAD_MAX + 1) {
        return -1;
    }
    header->channel = bytes[4];
    header->payload = length - 1;
    return 0;
}

static int read_fully(int fd, void *bytes, size_t size) {
    size_t have = 0;
    while (have < size) {
        ssize_t count = deadline_read(fd, (char *)bytes + have, size - have);
        if (count < 0) {
            return fail("plan", "read");
        }
        if (count == 0) {
            return fail_with("plan", EPIPE, "the input ends before the plan does");
        }
        have += (size_t)count;
    }
    return 0;
}

int frame_receive_plan(int fd, char **payload, size_t *length) {
    uint8_t bytes[FRAME_HEADER];
    struct frame_header header;
    if (read_fully(fd, bytes, sizeof bytes) < 0) {
        return -1;
    }
    if (frame_decode(bytes, &header) < 0) {
        return fail_with("plan", EPROTO, "length of the frame");
    }
    if (header.channel != CHANNEL_PLAN) {
        return fail_with("plan", EPROTO, "the first frame is not a plan");
    }
    char *bytes_of_plan = malloc((size_t)header.payload + 1);
    if (bytes_of_plan == NULL) {
        return fail("plan", "memory");
    }
    if (read_fully(fd, bytes_of_plan, header.payload) < 0) {
        free(bytes_of_plan);
        return -1;
    }
    bytes_of_plan[header.payload] = '\0';
    *payload = bytes_of_plan;
    *length = header.payload;
    return 0;
}

int frame_send(int fd, enum channel channel, const void *payload, size_t length) {
    uint8_t header[FRAME_HEADER];
    frame_encode(header, channel, length);
    struct iovec parts[2] = {
        {.iov_base = header, .iov_len = sizeof header},
        {.iov_base = (void *)(uintptr_t)payload, .iov_len = length},
    };
    size_t part = 0;
    while (part < 2) {
        ssize_t count = writev(fd, parts + part, (int)(2 - part));
        if (count < 0) {
            if (errno == EINTR) {
                continue;
            }
            return fail("output", "write");
        }
        size_t written = (size_t)count;
        while (part < 2 && written >= parts[part].iov_len) {
            written -= parts[part].iov_len;
            part++;
        }
        if (part < 2) {
            parts[part].iov_base = (char *)parts[part].iov_base + written;
            parts[part].iov_len -= written;
        }
    }
    return 0;
}

int frame_send_failure(int fd) {
    char text[512];
    size_t length = failure_status(failure_first(), text, sizeof text);
    return frame_send(fd, CHANNEL_STATUS, text, length);
}
