#include "order.h"

#include "plan.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

// What follows the word and a blank, or NULL if the text begins otherwise
static const char *after(const char *text, const char *word) {
    size_t length = strlen(word);
    return strncmp(text, word, length) == 0 && text[length] == ' ' ? text + length + 1 : NULL;
}

// Decimal, up to the end or a blank, which is passed over; NULL if it is no number
static const char *take_number(const char *text, uint64_t *value) {
    char *end;
    if (*text < '0' || *text > '9') {
        return NULL;
    }
    errno = 0;
    *value = strtoull(text, &end, 10);
    if (errno != 0 || (*end != '\0' && *end != ' ')) {
        return NULL;
    }
    return *end == ' ' ? end + 1 : end;
}

static int parse_signal(const char *text, struct order *order) {
    uint64_t number;
    const char *rest = take_number(text, &number);
    order->kind = ORDER_SIGNAL;
    if (rest == NULL || *rest != '\0' || rest[-1] == ' ' || number == 0 || number >= NSIG) {
        return -1;
    }
    order->signal = (int)number;
    return 0;
}

static int parse_offsets(const char *text, struct order *order) {
    for (size_t i = 0; i < JOURNAL_STREAMS; i++) {
        text = take_number(text, &order->offsets.of[i]);
        bool last = i == JOURNAL_STREAMS - 1;
        if (text == NULL || (*text == '\0') != last || (last && text[-1] == ' ')) {
            return -1;
        }
    }
    return 0;
}

int order_parse(const char *text, struct order *order) {
    const char *rest;
    *order = (struct order){0};
    if ((rest = after(text, "signal")) != NULL) {
        return parse_signal(rest, order);
    }
    if ((rest = after(text, "resize")) != NULL) {
        order->kind = ORDER_RESIZE;
        return plan_parse_window(rest, &order->window);
    }
    if ((rest = after(text, "ack")) != NULL) {
        order->kind = ORDER_CONFIRM;
        return parse_offsets(rest, order);
    }
    if ((rest = after(text, "attach")) != NULL) {
        order->kind = ORDER_ATTACH;
        return parse_offsets(rest, order);
    }
    order->from_kept = strcmp(text, "attach") == 0;
    order->kind = order->from_kept ? ORDER_ATTACH : ORDER_HANG_UP;
    return order->from_kept || strcmp(text, "hangup") == 0 ? 0 : -1;
}
