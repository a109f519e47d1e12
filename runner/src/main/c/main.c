// zomg-runner: starts boxes and enters them. See README.md for the plan and the frames.

#include "enter.h"
#include "start.h"

#include <stdio.h>
#include <string.h>

int main(int argc, char **argv) {
    if (argc == 2 && strcmp(argv[1], "start") == 0) {
        return start();
    }
    if (argc == 2 && strcmp(argv[1], "enter") == 0) {
        return enter();
    }
    fprintf(stderr, "usage: zomg-runner start|enter, with a plan on standard input\n");
    return 2;
}
