// The filter, for real, in a child.

#include "checks.h"
#include "seccomp.h"

#include <errno.h>
#include <linux/btrfs.h>
#include <sched.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define ENDS_WITH(error, ...) (errno = 0, syscall(__VA_ARGS__) == -1 && errno == (error))

static void in_the_filter(void) {
    char nothing[4096] = {0};
    CHECK(ENDS_WITH(EPERM, SYS_bpf, 0, nothing, 0));
    CHECK(ENDS_WITH(EPERM, SYS_keyctl, 0, 0, 0, 0, 0));
    CHECK(ENDS_WITH(EPERM, SYS_add_key, nothing, nothing, nothing, 0, 0));
    CHECK(ENDS_WITH(EPERM, SYS_open_by_handle_at, -1, nothing, 0));
    CHECK(ENDS_WITH(EPERM, SYS_userfaultfd, 0));
    CHECK(ENDS_WITH(EPERM, SYS_perf_event_open, nothing, 0, 0, -1, 0));
    CHECK(ENDS_WITH(EPERM, SYS_quotactl_fd, -1, 0, 0, 0));
    CHECK(ENDS_WITH(EPERM, SYS_kexec_load, 0, 0, 0, 0));
    CHECK(ENDS_WITH(ENOSYS, SYS_io_uring_setup, 1, nothing));
    CHECK(ENDS_WITH(ENOSYS, SYS_clone3, nothing, 88));
    CHECK(ENDS_WITH(EPERM, SYS_unshare, CLONE_NEWUSER));
    CHECK(ENDS_WITH(EPERM, SYS_unshare, CLONE_NEWUSER | CLONE_NEWNS | 0x100000000L));
    CHECK(ENDS_WITH(EPERM, SYS_clone, CLONE_NEWUSER | SIGCHLD, 0, 0, 0, 0));
    CHECK(ENDS_WITH(EPERM, SYS_setns, 0, CLONE_NEWUSER));
    CHECK(ENDS_WITH(EBADF, SYS_setns, -1, CLONE_NEWNS));
    CHECK(ENDS_WITH(EPERM, SYS_ioctl, -1, BTRFS_IOC_SUBVOL_CREATE_V2, nothing));
    CHECK(ENDS_WITH(EPERM, SYS_ioctl, -1, BTRFS_IOC_SNAP_CREATE_V2, nothing));
    CHECK(ENDS_WITH(EPERM, SYS_ioctl, -1, BTRFS_IOC_SNAP_CREATE_V2 | 0x7700000000UL, nothing));
    CHECK(ENDS_WITH(EBADF, SYS_ioctl, -1, BTRFS_IOC_SUBVOL_CREATE, nothing));
#if defined(__x86_64__)
    CHECK(ENDS_WITH(ENOSYS, 0x40000000 + SYS_getpid));
#endif
    CHECK(syscall(SYS_getpid) == getpid());
}

void seccomp_checks(void) {
    pid_t child = fork();
    CHECK(child >= 0);
    if (child == 0) {
        // Not root here perhaps; in a box it must do without this
        CHECK(geteuid() == 0 || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0);
        CHECK(seccomp_install() == 0);
        in_the_filter();
        _exit(0);
    }
    int status;
    CHECK(waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0);
}
