// What a client says to the relay in control frames, as words.
#ifndef ZOMG_ORDER_H
#define ZOMG_ORDER_H

#include "journal.h"

#include <stdbool.h>
#include <sys/ioctl.h>

enum { ORDER_MAX = 64 };

enum order_kind { ORDER_SIGNAL, ORDER_RESIZE, ORDER_ATTACH, ORDER_CONFIRM, ORDER_HANG_UP };

struct order {
    enum order_kind kind;
    int signal;
    struct winsize window;
    bool from_kept; // attach: from the first byte that is still there
    struct journal_offsets offsets;
};

// `signal N`, `resize ROWS COLUMNS`, `attach`, `attach STDOUT STDERR`, `ack STDOUT STDERR`, `hangup`; -1 if it is none.
int order_parse(const char *text, struct order *order);

#endif
