// Frames and orders of a client.

#include "checks.h"
#include "intake.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

static void orders_are_what_they_say(void) {
    struct order order;
    CHECK(order_parse("signal 15", &order) == 0 && order.kind == ORDER_SIGNAL && order.signal == 15);
    CHECK(order_parse("resize 24 80", &order) == 0 && order.kind == ORDER_RESIZE && order.window.ws_col == 80);
    CHECK(order_parse("attach", &order) == 0 && order.kind == ORDER_ATTACH && order.from_kept);
    CHECK(order_parse("attach 7 18446744073709551615", &order) == 0 && !order.from_kept);
    CHECK(order.offsets.of[0] == 7 && order.offsets.of[1] == UINT64_MAX);
    CHECK(order_parse("ack 1 2", &order) == 0 && order.kind == ORDER_CONFIRM && order.offsets.of[1] == 2);
    CHECK(order_parse("hangup", &order) == 0 && order.kind == ORDER_HANG_UP);
    static const char *const none[] = {
        "",       "ack",     "ack 1",     "ack 1 ",       "ack 1 2 ", "ack 1 2 3", "ack 1  2", "ack -1 2",
        "hangup ", "attach ", "attach 1", "attach 1 2 3", "signal",   "signal 0",  "signal 99", "signal 2 2",
        "resize", "signal +2", "ack 1 99999999999999999999",
    };
    for (size_t i = 0; i < sizeof none / sizeof none[0]; i++) {
        CHECK(order_parse(none[i], &order) < 0);
    }
}

// However the bytes are cut into reads
static void frames_come_whole_from_any_pieces(void) {
    static struct intake intake;
    struct dice dice = {3};
    int pipe[2];
    CHECK(pipe2(pipe, O_CLOEXEC | O_NONBLOCK) == 0);
    for (int round = 0; round < 500; round++) {
        uint8_t bytes[256];
        frame_encode(bytes, CHANNEL_STDIN, 100);
        memset(bytes + 5, 'x', 100);
        frame_encode(bytes + 105, CHANNEL_CONTROL, 8);
        memcpy(bytes + 110, "signal 2", 8);
        frame_encode(bytes + 118, CHANNEL_STDIN, 0);
        frame_encode(bytes + 123, CHANNEL_HALF_CLOSE, 1);
        bytes[128] = 0;
        size_t input = 0;
        int orders = 0;
        int ends = 0;
        intake_reset(&intake);
        for (size_t at = 0; at < 129;) {
            size_t size = 1 + dice_roll(&dice, 40);
            size = size < 129 - at ? size : 129 - at;
            CHECK(write(pipe[1], bytes + at, size) == (ssize_t)size);
            at += size;
            CHECK(intake_read(&intake, pipe[0]) == (ssize_t)size);
            struct intake_item item;
            while ((item = intake_next(&intake)).kind != INTAKE_NOTHING) {
                CHECK(item.kind != INTAKE_BROKEN);
                orders += item.kind == INTAKE_ORDER;
                ends += item.kind == INTAKE_END;
                if (item.kind == INTAKE_INPUT) {
                    size_t part = 1 + dice_roll(&dice, (uint32_t)item.size);
                    CHECK(item.bytes[part - 1] == 'x' && ends == 0);
                    intake_take(&intake, part);
                    input += part;
                }
            }
        }
        CHECK(input == 100 && orders == 1 && ends == 1);
    }
    close(pipe[0]);
    close(pipe[1]);
}

static void what_is_no_frame_is_told(void) {
    static struct intake intake;
    static const char *const none[] = {"\0\0\0\0\0", "\0\0\0\2\1x", "\0\0\0\2\x7x", "\0\0\0\2\xffx", "\0\0\0\3\5a",
                                       "\x7f\0\0\0\0", "\0\0\1\0\5"};
    for (size_t i = 0; i < sizeof none / sizeof none[0]; i++) {
        int pipe[2];
        CHECK(pipe2(pipe, O_CLOEXEC | O_NONBLOCK) == 0);
        intake_reset(&intake);
        CHECK(write(pipe[1], none[i], 5) == 5 && write(pipe[1], "xx", 2) == 2);
        CHECK(intake_read(&intake, pipe[0]) == 7);
        CHECK(intake_next(&intake).kind == INTAKE_BROKEN);
        close(pipe[0]);
        close(pipe[1]);
    }
}

void intake_checks(void) {
    orders_are_what_they_say();
    frames_come_whole_from_any_pieces();
    what_is_no_frame_is_told();
}
