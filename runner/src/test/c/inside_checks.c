// Paths below a root full of traps, as the user who runs the checks.

#include "checks.h"
#include "inside.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int remove_one(const char *path, const struct stat *seen, int type, struct FTW *place) {
    (void)seen;
    (void)type;
    (void)place;
    return remove(path);
}

static void same_place(int fd, int root, const char *path) {
    struct stat a;
    struct stat b;
    CHECK(fd >= 0);
    CHECK(fstat(fd, &a) == 0 && fstatat(root, path, &b, AT_SYMLINK_NOFOLLOW) == 0);
    CHECK(a.st_ino == b.st_ino && a.st_dev == b.st_dev);
    close(fd);
}

static void links_lead_nowhere_but_inside(int root) {
    CHECK(mkdirat(root, "real", 0755) == 0);
    CHECK(symlinkat("/", root, "top") == 0);
    CHECK(symlinkat("/real", root, "absolute") == 0);
    CHECK(symlinkat("../../../../real", root, "up") == 0);
    same_place(inside_directory(root, "/top/top/real"), root, "real");
    same_place(inside_directory(root, "/absolute"), root, "real");
    same_place(inside_directory(root, "/up"), root, "real");
    same_place(inside_directory(root, "/absolute/new/er"), root, "real/new/er");
    same_place(inside_directory(root, "/../../x//y/"), root, "x/y");
}

static void no_way_through_magic_links_files_or_dangling_links(int root) {
    CHECK(symlinkat("/nowhere", root, "dangling") == 0);
    CHECK(inside_directory(root, "/dangling/a") == -1);
    same_place(inside_file(root, "/a/b/file"), root, "a/b/file");
    CHECK(inside_directory(root, "/a/b/file/c") == -1 && errno == ENOTDIR);
    int proc = open("/proc", O_PATH | O_DIRECTORY | O_CLOEXEC);
    CHECK(proc >= 0);
    CHECK(inside_open(proc, "/self/root", O_PATH | O_DIRECTORY, 0) == -1 && errno == ELOOP);
    CHECK(inside_open(proc, "/self/cwd", O_PATH | O_DIRECTORY, 0) == -1 && errno == ELOOP);
    close(proc);
}

static void what_is_no_file_is_replaced(int root) {
    struct stat seen;
    CHECK(mkdirat(root, "etc", 0755) == 0);
    CHECK(symlinkat("/etc/shadow", root, "etc/hosts") == 0);
    CHECK(mkfifoat(root, "etc/resolv.conf", 0644) == 0);
    same_place(inside_own_file(root, "/etc", "hosts"), root, "etc/hosts");
    same_place(inside_own_file(root, "/etc", "resolv.conf"), root, "etc/resolv.conf");
    same_place(inside_own_file(root, "/etc", "new"), root, "etc/new");
    CHECK(fstatat(root, "etc/hosts", &seen, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(seen.st_mode) && seen.st_size == 0);
    CHECK(fstatat(root, "etc/resolv.conf", &seen, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(seen.st_mode));
    CHECK(mkdirat(root, "etc/directory", 0755) == 0);
    CHECK(inside_own_file(root, "/etc", "directory") == -1);
}

void inside_checks(void) {
    char path[] = "/tmp/zomg-inside-XXXXXX";
    CHECK(mkdtemp(path) != NULL);
    int root = open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
    CHECK(root >= 0);
    links_lead_nowhere_but_inside(root);
    no_way_through_magic_links_files_or_dangling_links(root);
    what_is_no_file_is_replaced(root);
    close(root);
    CHECK(nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS) == 0);
}
