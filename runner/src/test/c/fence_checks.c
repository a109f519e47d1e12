// Who may work behind the fence, and for how long it is held.

#include "checks.h"
#include "failure.h"
#include "fence.h"
#include "run.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/wait.h>
#include <unistd.h>

static char path[] = "/tmp/zomg-fence-XXXXXX";

static void only_numbers_of_processes_are_pids(void) {
    CHECK(fence_parse_pid("1") == 1 && fence_parse_pid("4194304") == 4194304);
    static const char *const others[] = {"", "0", "-1", "+1", " 1", "1 ", "1x", "2147483648", "99999999999999999999"};
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        CHECK(fence_parse_pid(others[i]) == -1);
    }
}

static int entered_by_a_child_of(pid_t server, int *error) {
    int pipes[2];
    char text[16];
    CHECK(pipe2(pipes, O_CLOEXEC) == 0);
    pid_t child = fork();
    CHECK(child >= 0);
    if (child == 0) {
        snprintf(text, sizeof text, "%d", (int)server);
        failure_forget();
        int fence = fence_enter(path, text);
        int reason = fence < 0 ? failure_first()->error : 0;
        _exit(write(pipes[1], &reason, sizeof reason) == sizeof reason ? 0 : 1);
    }
    int status;
    CHECK(waitpid(child, &status, 0) == child && status == 0);
    CHECK(read(pipes[0], error, sizeof *error) == sizeof *error);
    close(pipes[0]);
    close(pipes[1]);
    return *error == 0;
}

static void only_a_child_of_the_living_server_enters(void) {
    int error;
    CHECK(entered_by_a_child_of(getpid(), &error));
    CHECK(!entered_by_a_child_of(getppid(), &error) && error == ECHILD);
}

static void nobody_enters_while_a_server_has_its_turn(void) {
    int error;
    int turn = open(path, O_RDONLY | O_CLOEXEC);
    CHECK(turn >= 0 && flock(turn, LOCK_EX | LOCK_NB) == 0);
    CHECK(!entered_by_a_child_of(getpid(), &error) && error == EBUSY);
    close(turn);
    CHECK(entered_by_a_child_of(getpid(), &error));
}

static void a_program_tells_its_status_and_holds_the_fence(void) {
    char script[96];
    snprintf(script, sizeof script, "flock --exclusive --nonblock %s true && exit 1; exit 7", path);
    char *const arguments[] = {(char[]){"/bin/sh"}, (char[]){"-c"}, script, NULL};
    char server[16];
    int status;
    snprintf(server, sizeof server, "%d", (int)getpid());
    pid_t child = fork();
    CHECK(child >= 0);
    if (child == 0) {
        int fence = fence_enter(path, server);
        _exit(fence < 0 ? 99 : run(fence, server, (char **)(uintptr_t)arguments));
    }
    CHECK(waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 7);
}

void fence_checks(void) {
    int file = mkstemp(path);
    CHECK(file >= 0);
    close(file);
    only_numbers_of_processes_are_pids();
    only_a_child_of_the_living_server_enters();
    nobody_enters_while_a_server_has_its_turn();
    a_program_tells_its_status_and_holds_the_fence();
    unlink(path);
}
