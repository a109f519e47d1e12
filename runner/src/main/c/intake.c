#include "intake.h"

#include <string.h>
#include <unistd.h>

void intake_reset(struct intake *intake) {
    intake->start = intake->end = 0;
    intake->in_frame = false;
}

bool intake_is_full(const struct intake *intake) {
    return intake->start == 0 && intake->end == INTAKE_SIZE;
}

ssize_t intake_read(struct intake *intake, int fd) {
    if (intake->start > 0) {
        memmove(intake->bytes, intake->bytes + intake->start, intake->end - intake->start);
        intake->end -= intake->start;
        intake->start = 0;
    }
    ssize_t count = read(fd, intake->bytes + intake->end, INTAKE_SIZE - intake->end);
    intake->end += count > 0 ? (size_t)count : 0;
    return count;
}

static struct intake_item broken(const char *what) {
    return (struct intake_item){.kind = INTAKE_BROKEN, .what = what};
}

static bool is_text(uint8_t channel) {
    return channel == CHANNEL_CONTROL || channel == CHANNEL_HALF_CLOSE;
}

// NULL, or what is wrong with it
static const char *take_header(struct intake *intake) {
    if (frame_decode(intake->bytes + intake->start, &intake->frame) < 0) {
        return "length of a frame";
    }
    intake->start += FRAME_HEADER;
    intake->in_frame = true;
    intake->text_length = 0;
    if (intake->frame.channel != CHANNEL_STDIN && !is_text(intake->frame.channel)) {
        return "channel";
    }
    return is_text(intake->frame.channel) && intake->frame.payload > ORDER_MAX ? "length of a control frame" : NULL;
}

static struct intake_item whole_text(struct intake *intake) {
    struct intake_item item = {.kind = INTAKE_END};
    intake->in_frame = false;
    intake->text[intake->text_length] = '\0';
    if (intake->frame.channel == CHANNEL_HALF_CLOSE) {
        return intake->text_length == 1 && intake->text[0] == CHANNEL_STDIN ? item : broken("half-close");
    }
    item.kind = INTAKE_ORDER;
    bool text = strlen(intake->text) == intake->text_length;
    return text && order_parse(intake->text, &item.order) == 0 ? item : broken("control");
}

struct intake_item intake_next(struct intake *intake) {
    while (true) {
        size_t have = intake->end - intake->start;
        if (!intake->in_frame) {
            if (have < FRAME_HEADER) {
                return (struct intake_item){.kind = INTAKE_NOTHING};
            }
            const char *wrong = take_header(intake);
            if (wrong != NULL) {
                return broken(wrong);
            }
        } else if (is_text(intake->frame.channel) && intake->frame.payload == 0) {
            return whole_text(intake);
        } else if (intake->frame.payload == 0) {
            intake->in_frame = false;
        } else if (have == 0) {
            return (struct intake_item){.kind = INTAKE_NOTHING};
        } else if (is_text(intake->frame.channel)) {
            intake->text[intake->text_length++] = (char)intake->bytes[intake->start++];
            intake->frame.payload--;
        } else {
            return (struct intake_item){
                .kind = INTAKE_INPUT,
                .bytes = intake->bytes + intake->start,
                .size = intake->frame.payload < have ? intake->frame.payload : have,
            };
        }
    }
}

void intake_take(struct intake *intake, size_t size) {
    intake->start += size;
    intake->frame.payload -= (uint32_t)size;
}
