#include "seccomp.h"

#include "failure.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/btrfs.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__x86_64__)
#define NATIVE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define NATIVE AUDIT_ARCH_AARCH64
#else
#error "no system call table for this architecture"
#endif

#define LOAD(field) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, field))
// Both architectures are little endian. The kernel takes these arguments as 32 bits: the upper half must not matter.
#define LOAD_ARGUMENT(n) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args) + (n) * sizeof(__u64))
#define ALLOW BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)
#define REFUSE(error) BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | (error))
#define UNLESS_EQUAL(value, skip) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (value), 0, (skip))

#define DENY(name) UNLESS_EQUAL(SYS_##name, 1), REFUSE(EPERM)
#define ABSENT(name) UNLESS_EQUAL(SYS_##name, 1), REFUSE(ENOSYS)
// Refuses the call when a bit of the argument is set
#define DENY_FLAG(name, argument, flag)                                                                                \
    UNLESS_EQUAL(SYS_##name, 4), LOAD_ARGUMENT(argument), BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, (flag), 0, 1),          \
        REFUSE(EPERM), ALLOW

// The kernel has an old, a new and a compatibility form of some calls; a list names all of them
static const struct sock_filter program[] = {
    LOAD(arch),
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, NATIVE, 1, 0),
    REFUSE(ENOSYS),
    LOAD(nr),
#if defined(__x86_64__)
    // x32 calls carry this bit and would pass the comparisons below
    BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x40000000, 0, 1),
    REFUSE(ENOSYS),
#endif
    DENY(bpf),
    DENY(kexec_load),
    DENY(kexec_file_load),
    DENY(keyctl),
    DENY(add_key),
    DENY(request_key),
    DENY(open_by_handle_at),
    DENY(userfaultfd),
    DENY(perf_event_open),
    DENY(init_module),
    DENY(finit_module),
    DENY(delete_module),
    DENY(reboot),
    DENY(swapon),
    DENY(swapoff),
    DENY(acct),
    DENY(quotactl),
    DENY(quotactl_fd),
    ABSENT(io_uring_setup),
    ABSENT(io_uring_enter),
    ABSENT(io_uring_register),
    // Its flags are in memory, where no filter can look. libc falls back to clone.
    ABSENT(clone3),
    DENY_FLAG(clone, 0, CLONE_NEWUSER),
    DENY_FLAG(unshare, 0, CLONE_NEWUSER),
    DENY_FLAG(setns, 1, CLONE_NEWUSER),
    // With an empty list of qgroups these two make a subvolume outside the quota of the box
    UNLESS_EQUAL(SYS_ioctl, 5),
    LOAD_ARGUMENT(1),
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (__u32)BTRFS_IOC_SUBVOL_CREATE_V2, 1, 0),
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (__u32)BTRFS_IOC_SNAP_CREATE_V2, 0, 1),
    REFUSE(EPERM),
    ALLOW,
    ALLOW,
};

int seccomp_install(void) {
    const struct sock_fprog filter = {
        .len = sizeof program / sizeof program[0],
        .filter = (struct sock_filter *)(void *)(size_t)program,
    };
    return syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &filter) < 0 ? fail("seccomp", NULL) : 0;
}
