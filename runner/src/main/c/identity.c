#include "identity.h"

#include "failure.h"

#include <fcntl.h>
#include <grp.h>
#include <linux/capability.h>
#include <stdio.h>
#include <string.h>
#include <sys/fsuid.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

static const unsigned forbidden[] = {CAP_SYS_MODULE, CAP_SYS_RAWIO, CAP_SYS_TIME, CAP_SYS_BOOT, CAP_MKNOD};

static int write_map(pid_t pid, const char *name, uint32_t first) {
    char path[64];
    char line[64];
    snprintf(path, sizeof path, "/proc/%d/%s", (int)pid, name);
    int length = snprintf(line, sizeof line, "0 %u %d\n", first, BOX_IDS);
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    if (fd < 0 || write(fd, line, (size_t)length) != length) {
        return fail("id_map", name);
    }
    close(fd);
    return 0;
}

int identity_map(pid_t pid, uint32_t first) {
    return write_map(pid, "uid_map", first) < 0 || write_map(pid, "gid_map", first) < 0 ? -1 : 0;
}

struct capabilities {
    struct __user_cap_header_struct header;
    struct __user_cap_data_struct data[_LINUX_CAPABILITY_U32S_3];
};

static int capabilities_get(struct capabilities *capabilities) {
    memset(capabilities, 0, sizeof *capabilities);
    capabilities->header.version = _LINUX_CAPABILITY_VERSION_3;
    return (int)syscall(SYS_capget, &capabilities->header, capabilities->data);
}

static int capabilities_set(struct capabilities *capabilities) {
    return (int)syscall(SYS_capset, &capabilities->header, capabilities->data);
}

int identity_make_files_as(uint32_t id) {
    setfsgid(id);
    setfsuid(id);
    if (setfsuid((uid_t)-1) != (int)id || setfsgid((gid_t)-1) != (int)id) {
        return fail("fsuid", NULL);
    }
    struct capabilities capabilities;
    if (capabilities_get(&capabilities) < 0) {
        return fail("capabilities", NULL);
    }
    // A file system id other than 0 took the file capabilities out of the effective set
    for (size_t i = 0; i < _LINUX_CAPABILITY_U32S_3; i++) {
        capabilities.data[i].effective = capabilities.data[i].permitted;
    }
    return capabilities_set(&capabilities) < 0 ? fail("capabilities", NULL) : 0;
}

int identity_drop_capabilities(void) {
    struct capabilities capabilities;
    if (capabilities_get(&capabilities) < 0) {
        return fail("capabilities", NULL);
    }
    for (size_t i = 0; i < sizeof forbidden / sizeof forbidden[0]; i++) {
        if (prctl(PR_CAPBSET_DROP, forbidden[i], 0, 0, 0) < 0) {
            return fail("capabilities", "bounding set");
        }
        unsigned keep = ~(1U << (forbidden[i] % 32));
        capabilities.data[forbidden[i] / 32].effective &= keep;
        capabilities.data[forbidden[i] / 32].permitted &= keep;
    }
    for (size_t i = 0; i < _LINUX_CAPABILITY_U32S_3; i++) {
        capabilities.data[i].inheritable = 0;
    }
    if (prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0) < 0 || capabilities_set(&capabilities) < 0) {
        return fail("capabilities", NULL);
    }
    return 0;
}

int identity_become(uid_t uid, gid_t gid, const gid_t *groups, size_t group_count) {
    if (setgroups(group_count, groups) < 0) {
        return fail("setgroups", NULL);
    }
    if (setresgid(gid, gid, gid) < 0) {
        return fail("setgid", NULL);
    }
    if (setresuid(uid, uid, uid) < 0) {
        return fail("setuid", NULL);
    }
    return 0;
}
