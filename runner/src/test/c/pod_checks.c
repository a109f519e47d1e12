// What a box in a pod gets, and what is taken away from an earlier one; as the user who runs the checks.

#include "cgroup.h"
#include "checks.h"
#include "empty.h"
#include "failure.h"
#include "plan.h"
#include "pod_etc.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { ROOM = 2048, DEEP = 3000, WIDE = 500 };

static int parse(struct plan *plan, const char *bytes, size_t size) {
    static char room[ROOM];
    memcpy(room, bytes, size);
    failure_forget();
    return plan_parse(plan, PLAN_POD, room, size - 1);
}

#define TAKEN(literal) CHECK(parse(&plan, literal, sizeof(literal)) == 0), plan_release(&plan)
#define REFUSED(literal) CHECK(parse(&plan, literal, sizeof(literal)) == -1)

static void a_plan_of_a_pod_says_only_what_the_pod_does_not(void) {
    struct plan plan;
#define KEYS "isolation\0privileged\0hostname\0web.demo\0"
#define LISTS "bind_from\0/zomg/system/bin\0bind_to\0/box/bin\0bind_mode\0rw\0env\0A=1\0arg\0/usr/bin/tini\0arg\0-s\0"
    CHECK(parse(&plan, KEYS LISTS, sizeof(KEYS LISTS)) == 0);
    CHECK(plan.bind_count == 1 && plan.environment_count == 1 && plan.argument_count == 2 && !plan.in_pod);
    plan_release(&plan);
    TAKEN(KEYS "arg\0/x\0");
    REFUSED(KEYS);
    REFUSED("isolation\0privileged\0arg\0/x\0");
    REFUSED("hostname\0web\0arg\0/x\0");
    REFUSED("isolation\0hardened\0hostname\0web.demo\0arg\0/x\0");
    REFUSED(KEYS "arg\0/x\0root\0/volumes\0");
    REFUSED(KEYS "arg\0/x\0tmp\0/zomg/tmp\0");
    REFUSED(KEYS "arg\0/x\0place\0pod\0");
    REFUSED(KEYS "arg\0/x\0bind_from\0/a\0bind_to\0/b\0");
}

static void is_written(void (*write)(FILE *file), const char *expected) {
    char *text = NULL;
    size_t length = 0;
    FILE *file = open_memstream(&text, &length);
    CHECK(file != NULL);
    write(file);
    CHECK(fclose(file) == 0);
    CHECK(strcmp(text, expected) == 0);
    free(text);
}

static void some_exports(FILE *file) {
    static char plain[] = "A=1";
    static char empty[] = "B=";
    static char tricky[] = "C=a \"b\" $c `d` \\e='f'\n!";
    char *const environment[] = {plain, empty, tricky};
    pod_etc_exports(file, environment, 3);
}

static void hosts_of_a_box(FILE *file) {
    pod_etc_hosts(file, "10.1.2.3", "web.demo");
}

static void hosts_without_a_network(FILE *file) {
    pod_etc_hosts(file, "", "web.demo");
}

static void files_of_etc_are_those_of_the_other_engine(void) {
#define LOOPBACK "127.0.0.1 localhost\n::1 localhost ip6-localhost ip6-loopback\n"
    is_written(some_exports, "export A=\"1\"\nexport B=\"\"\nexport C=\"a \\\"b\\\" \\$c \\`d\\` \\\\e='f'\n!\"\n");
    is_written(hosts_of_a_box, LOOPBACK "10.1.2.3 web.demo web\n");
    is_written(hosts_without_a_network, LOOPBACK);
}

static void groups_are_those_that_the_container_has(void) {
    struct cgroup_view view;
    static const char hybrid[] = "12:name=systemd:/kubepods/pod1/c\n5:cpu,cpuacct:/kubepods/pod1/c\n4:devices:/\n0::/\n";
    CHECK(cgroup_parse_own(hybrid, &view) == 0);
    CHECK(view.version == 1 && view.count == 2);
    CHECK(strcmp(view.hierarchies[0], "name=systemd") == 0 && strcmp(view.hierarchies[1], "cpu,cpuacct") == 0);
    CHECK(cgroup_parse_own("0::/kubepods/pod1/c\n", &view) == 0);
    CHECK(view.version == 2 && view.count == 0);
    CHECK(cgroup_parse_own("5:cpu:/\n", &view) == 0);
    CHECK(view.version == 1 && view.count == 0);
    CHECK(cgroup_parse_own("5:cpu", &view) == -1);
    CHECK(cgroup_parse_own("5\n", &view) == -1);
}

static void make_deep(int directory) {
    for (int i = 0; i < DEEP; i++) {
        CHECK(mkdirat(directory, "d", 0755) == 0);
        int next = openat(directory, "d", O_PATH | O_DIRECTORY | O_CLOEXEC);
        CHECK(next >= 0);
        CHECK(symlinkat("/etc", next, "link") == 0);
        close(directory);
        directory = next;
    }
    close(directory);
}

static void make_wide(int directory) {
    char name[16];
    for (int i = 0; i < WIDE; i++) {
        snprintf(name, sizeof name, "%d", i);
        CHECK(mknodat(directory, name, i % 2 == 0 ? S_IFREG | 0600 : S_IFIFO | 0600, 0) == 0);
    }
}

static void a_directory_is_emptied_however_deep_it_is(void) {
    char outside[] = "/tmp/zomg-kept-XXXXXX";
    char path[] = "/tmp/zomg-empty-XXXXXX";
    CHECK(mkdtemp(path) != NULL && mkdtemp(outside) != NULL);
    int directory = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    make_wide(directory);
    make_deep(openat(directory, ".", O_PATH | O_DIRECTORY | O_CLOEXEC));
    CHECK(symlinkat(outside, directory, "outside") == 0);
    CHECK(empty_directory(directory, path) == 0);
    CHECK(rmdir(path) == 0);
    CHECK(rmdir(outside) == 0);
    CHECK(empty_directory(-1, path) == -1 && errno == EBADF);
}

void pod_checks(void) {
    a_plan_of_a_pod_says_only_what_the_pod_does_not();
    files_of_etc_are_those_of_the_other_engine();
    groups_are_those_that_the_container_has();
    a_directory_is_emptied_however_deep_it_is();
}
