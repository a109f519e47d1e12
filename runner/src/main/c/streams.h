// Between messages of one client and many connections to programs of a box. Nobody who is slow makes others wait: each
// connection has a window in either direction.
#ifndef ZOMG_STREAMS_H
#define ZOMG_STREAMS_H

enum {
    STREAMS = 256,
    STREAM_MESSAGE_HEADER = 5,         // kind, and the number of the stream
    STREAM_MESSAGE_MAX = 32 * 1024, // of bytes in one message
};

enum stream_message {
    STREAM_MESSAGE_OPEN = 1,   // in: u16 port
    STREAM_MESSAGE_DATA = 2,   // both
    STREAM_MESSAGE_END = 3,    // both: no more data from here
    STREAM_MESSAGE_RESET = 4,  // both: all of it is over; out: why
    STREAM_MESSAGE_CREDIT = 5, // both: u32, as many bytes more are taken
};

// Until the input ends: 0; or until the box does, whose PID 1 this pidfd is, or the client sends what is no message: -1,
// with the failure.
int streams_serve(int input, int output, int box);

#endif
