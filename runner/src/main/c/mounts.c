#include "mounts.h"

#include "failure.h"
#include "inside.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { TTY_GROUP = 5 };

struct option {
    const char *key;
    const char *value; // NULL: a flag
};

struct tree {
    const struct plan *plan;
    int root;
    int userns;
};

static const unsigned QUIET = MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV | MOUNT_ATTR_NOEXEC;

// A detached mount of a new file system
static int new_mount(const char *type, const struct option *options, size_t count, unsigned attributes) {
    int fs = fsopen(type, FSOPEN_CLOEXEC);
    if (fs < 0 || fsconfig(fs, FSCONFIG_SET_STRING, "source", type, 0) < 0) {
        return fail("mount", type);
    }
    for (size_t i = 0; i < count; i++) {
        unsigned command = options[i].value == NULL ? FSCONFIG_SET_FLAG : FSCONFIG_SET_STRING;
        if (fsconfig(fs, command, options[i].key, options[i].value, 0) < 0) {
            return fail("mount", options[i].key);
        }
    }
    int mount = fsconfig(fs, FSCONFIG_CMD_CREATE, NULL, NULL, 0) < 0 ? -1 : fsmount(fs, FSMOUNT_CLOEXEC, attributes);
    if (mount < 0) {
        return fail("mount", type);
    }
    close(fs);
    return mount;
}

// A detached copy of a place on the host. Ids are mapped into the box if `userns` is not -1.
static int copy_mount(const char *path, unsigned flags, int userns, uint64_t set, uint64_t clear) {
    int mount = open_tree(AT_FDCWD, path, OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | flags);
    if (mount < 0) {
        return fail("open_tree", path);
    }
    struct mount_attr attributes = {
        .attr_set = set,
        .attr_clr = clear,
        .propagation = MS_PRIVATE,
    };
    if (userns >= 0) {
        attributes.attr_set |= MOUNT_ATTR_IDMAP;
        attributes.userns_fd = (unsigned)userns;
    }
    if (mount_setattr(mount, "", AT_EMPTY_PATH | flags, &attributes, sizeof attributes) < 0) {
        int error = errno;
        close(mount);
        errno = error;
        return fail("mount_setattr", path);
    }
    return mount;
}

// Consumes both descriptors.
static int attach(int mount, int target, const char *path) {
    if (mount < 0) {
        return -1;
    }
    if (target < 0) {
        return fail("mount_point", path);
    }
    if (move_mount(mount, "", target, "", MOVE_MOUNT_F_EMPTY_PATH | MOVE_MOUNT_T_EMPTY_PATH) < 0) {
        return fail("move_mount", path);
    }
    close(mount);
    close(target);
    return 0;
}

int mounts_attach(int mount, int root, const char *path) {
    return mount < 0 ? -1 : attach(mount, inside_directory(root, path), path);
}

static int attach_inside(const struct tree *tree, int mount, const char *path) {
    return mounts_attach(mount, tree->root, path);
}

static int make_read_only(int mount, const char *path) {
    struct mount_attr attributes = {.attr_set = MOUNT_ATTR_RDONLY};
    int result = mount_setattr(mount, "", AT_EMPTY_PATH, &attributes, sizeof attributes);
    return result < 0 ? fail("mount_setattr", path) : 0;
}

// A tmpfs whose root directory belongs to the box's root
static int new_tmpfs(const struct tree *tree, const char *mode, const char *size, unsigned attributes) {
    char id[16];
    snprintf(id, sizeof id, "%u", tree->plan->id_first);
    const struct option options[] = {{"mode", mode}, {"uid", id}, {"gid", id}, {"size", size}};
    return new_mount("tmpfs", options, size == NULL ? 3 : 4, attributes);
}

// The host's own node is bound: a box in a user namespace cannot make one
static int bind_device(int directory, const char *name) {
    char path[32];
    snprintf(path, sizeof path, "/dev/%s", name);
    int file = openat(directory, name, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0644);
    if (file < 0) {
        return fail("device", path);
    }
    close(file);
    int mount = copy_mount(path, 0, -1, MOUNT_ATTR_NOSUID | MOUNT_ATTR_NOEXEC, MOUNT_ATTR_NODEV | MOUNT_ATTR_RDONLY);
    return mount < 0 ? -1 : attach(mount, openat(directory, name, O_PATH | O_NOFOLLOW | O_CLOEXEC), path);
}

static int own_devices(const struct tree *tree) {
    static const char *const nodes[] = {"null", "zero", "full", "random", "urandom", "tty"};
    static const char *const links[][2] = {
        {"pts/ptmx", "ptmx"},           {"/proc/self/fd", "fd"},         {"/proc/self/fd/0", "stdin"},
        {"/proc/self/fd/1", "stdout"},  {"/proc/self/fd/2", "stderr"},
    };
    static const char *const directories[] = {"pts", "shm", "mqueue"};
    int dev = new_tmpfs(tree, "755", "1m", MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV);
    if (attach_inside(tree, dev < 0 ? -1 : fcntl(dev, F_DUPFD_CLOEXEC, 0), "/dev") < 0) {
        return -1;
    }
    for (size_t i = 0; i < sizeof nodes / sizeof nodes[0]; i++) {
        if (bind_device(dev, nodes[i]) < 0) {
            return -1;
        }
    }
    for (size_t i = 0; i < sizeof links / sizeof links[0]; i++) {
        if (symlinkat(links[i][0], dev, links[i][1]) < 0) {
            return fail("device", links[i][1]);
        }
    }
    for (size_t i = 0; i < sizeof directories / sizeof directories[0]; i++) {
        if (mkdirat(dev, directories[i], 0755) < 0) {
            return fail("device", directories[i]);
        }
    }
    close(dev);
    return 0;
}

static int host_devices(const struct tree *tree) {
    int dev = copy_mount("/dev", AT_RECURSIVE, -1, 0, 0);
    return attach_inside(tree, dev, "/dev");
}

// Terminals, shared memory and message queues are the box's own at either level of isolation
static int private_devices(const struct tree *tree) {
    char group[16];
    snprintf(group, sizeof group, "%u", tree->plan->id_first + TTY_GROUP);
    const struct option terminals[] = {{"ptmxmode", "0666"}, {"mode", "620"}, {"gid", group}};
    int pts = new_mount("devpts", terminals, sizeof terminals / sizeof terminals[0],
                        MOUNT_ATTR_NOSUID | MOUNT_ATTR_NOEXEC);
    if (attach_inside(tree, pts, "/dev/pts") < 0) {
        return -1;
    }
    int shm = new_tmpfs(tree, "1777", NULL, MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV);
    if (attach_inside(tree, shm, "/dev/shm") < 0) {
        return -1;
    }
    // In a privileged box /dev is the host's: no directory is made there for one that the host does not have
    int target = inside_open(tree->root, "/dev/mqueue", O_PATH | O_DIRECTORY, 0);
    if (target < 0 && errno == ENOENT && !tree->plan->hardened) {
        return 0;
    }
    return attach(new_mount("mqueue", NULL, 0, QUIET), target, "/dev/mqueue");
}

static int cgroup_hierarchy(int directory, const char *controllers) {
    char list[sizeof((struct cgroup_view *)NULL)->hierarchies[0]];
    struct option options[CGROUP_HIERARCHIES];
    size_t count = 0;
    snprintf(list, sizeof list, "%s", controllers);
    char *rest = NULL;
    for (char *word = strtok_r(list, ",", &rest); word != NULL; word = strtok_r(NULL, ",", &rest)) {
        char *equals = strchr(word, '=');
        if (count == CGROUP_HIERARCHIES) {
            return fail_with("cgroup_view", E2BIG, controllers);
        }
        if (equals != NULL) {
            *equals = '\0';
        }
        options[count++] = (struct option){word, equals == NULL ? NULL : equals + 1};
    }
    const char *name = strncmp(controllers, "name=", 5) == 0 ? controllers + 5 : controllers;
    int mount = new_mount("cgroup", options, count, QUIET | MOUNT_ATTR_RDONLY);
    if (mount < 0) {
        return -1;
    }
    if (mkdirat(directory, name, 0755) < 0) {
        return fail("cgroup_view", name);
    }
    // As everywhere: /sys/fs/cgroup/cpu is a link where cpu and cpuacct are mounted as one
    for (size_t i = 0; count > 1 && i < count; i++) {
        if (options[i].value == NULL && symlinkat(name, directory, options[i].key) < 0) {
            return fail("cgroup_view", options[i].key);
        }
    }
    return attach(mount, openat(directory, name, O_PATH | O_DIRECTORY | O_CLOEXEC), name);
}

static int cgroups(const struct tree *tree, const struct cgroup_view *view) {
    static const char path[] = "/sys/fs/cgroup";
    if (view->version == 0) {
        return 0;
    }
    if (view->version == 2) {
        return attach_inside(tree, new_mount("cgroup2", NULL, 0, QUIET | MOUNT_ATTR_RDONLY), path);
    }
    int top = new_tmpfs(tree, "755", "64k", QUIET);
    if (attach_inside(tree, top < 0 ? -1 : fcntl(top, F_DUPFD_CLOEXEC, 0), path) < 0) {
        return -1;
    }
    for (size_t i = 0; i < view->count; i++) {
        if (cgroup_hierarchy(top, view->hierarchies[i]) < 0) {
            return -1;
        }
    }
    int result = make_read_only(top, path);
    close(top);
    return result;
}

static int kernel_file_systems(const struct tree *tree) {
    if (attach_inside(tree, new_mount("proc", NULL, 0, QUIET), "/proc") < 0) {
        return -1;
    }
    unsigned writable = tree->plan->hardened ? MOUNT_ATTR_RDONLY : 0;
    return attach_inside(tree, new_mount("sysfs", NULL, 0, QUIET | writable), "/sys");
}

// A file of the host over one of the box's /etc. Not every file system has mapped ids: then the file is nobody's.
static int bind_file(const struct tree *tree, const char *from, const char *name) {
    int mount = -1;
    if (tree->userns >= 0) {
        mount = copy_mount(from, 0, tree->userns, QUIET, 0);
        if (mount < 0 && failure_first()->error == EINVAL) {
            failure_forget();
        } else if (mount < 0) {
            return -1;
        }
    }
    if (mount < 0) {
        mount = copy_mount(from, 0, -1, QUIET, 0);
    }
    return mount < 0 ? -1 : attach(mount, inside_own_file(tree->root, "/etc", name), name);
}

int mounts_copy_volume(const struct plan_bind *bind, bool hardened, int userns) {
    uint64_t set = (hardened ? MOUNT_ATTR_NODEV : 0U) | (bind->read_only ? MOUNT_ATTR_RDONLY : 0U);
    uint64_t clear = (MOUNT_ATTR_NOSUID | MOUNT_ATTR_NOEXEC | MOUNT_ATTR_NODEV) & ~set;
    return copy_mount(bind->from, 0, userns, set, clear);
}

static int bind_volume(const struct tree *tree, const struct plan_bind *bind) {
    int mount = mounts_copy_volume(bind, tree->plan->hardened, tree->userns);
    struct stat source;
    if (mount < 0) {
        return -1;
    }
    if (fstatat(mount, "", &source, AT_EMPTY_PATH) < 0) {
        return fail("bind", bind->from);
    }
    int target = S_ISDIR(source.st_mode) ? inside_directory(tree->root, bind->to) : inside_file(tree->root, bind->to);
    return attach(mount, target, bind->to);
}

static int volumes(const struct tree *tree) {
    const struct plan *plan = tree->plan;
    const struct plan_bind tmp = {.from = plan->tmp, .to = "/tmp"};
    if (bind_volume(tree, &tmp) < 0) {
        return -1;
    }
    int run = new_tmpfs(tree, "755", NULL, MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV);
    if (attach_inside(tree, run, "/run") < 0 || bind_file(tree, plan->resolv_conf, "resolv.conf") < 0 ||
        bind_file(tree, plan->hosts, "hosts") < 0 || bind_file(tree, plan->boxes_env, "boxes-env") < 0) {
        return -1;
    }
    for (size_t i = 0; i < plan->bind_count; i++) {
        if (bind_volume(tree, &plan->binds[i]) < 0) {
            return -1;
        }
    }
    return 0;
}

// Nothing of the host stays reachable: the old root is stacked on the new one, then taken away
static int pivot(int root) {
    if (fchdir(root) < 0 || syscall(SYS_pivot_root, ".", ".") < 0) {
        return fail("pivot_root", NULL);
    }
    if (umount2(".", MNT_DETACH) < 0 || chdir("/") < 0) {
        return fail("pivot_root", "old root");
    }
    return 0;
}

static int own_namespace(void) {
    if (unshare(CLONE_NEWNS) < 0 || mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0) {
        return fail("mount_namespace", NULL);
    }
    return 0;
}

// The root where it is kept
static int open_root(struct tree *tree) {
    const struct plan *plan = tree->plan;
    uint64_t nodev = plan->hardened ? MOUNT_ATTR_NODEV : 0U;
    tree->root = copy_mount(plan->root, 0, tree->userns, nodev,
                            (MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NOEXEC | MOUNT_ATTR_NODEV) & ~nodev);
    if (tree->root < 0) {
        return -1;
    }
    int place = open(plan->root, O_PATH | O_DIRECTORY | O_CLOEXEC);
    return attach(fcntl(tree->root, F_DUPFD_CLOEXEC, 0), place, plan->root);
}

static int build(struct tree *tree, const struct cgroup_view *view) {
    if (open_root(tree) < 0 || kernel_file_systems(tree) < 0 || cgroups(tree, view) < 0 ||
        (tree->plan->hardened ? own_devices(tree) : host_devices(tree)) < 0 || private_devices(tree) < 0) {
        return -1;
    }
    return volumes(tree);
}

int mounts_build(const struct plan *plan, const struct cgroup_view *view, int userns) {
    struct tree tree = {.plan = plan, .root = -1, .userns = userns};
    if (own_namespace() < 0 || build(&tree, view) < 0 || pivot(tree.root) < 0) {
        return -1;
    }
    close(tree.root);
    return 0;
}

int mounts_build_in_pod(const struct plan *plan, const struct cgroup_view *view) {
    struct tree tree = {.plan = plan, .root = -1, .userns = -1};
    if (build(&tree, view) < 0) {
        return -1;
    }
    if (fchdir(tree.root) < 0 || chroot(".") < 0) {
        return fail("chroot", plan->root);
    }
    close(tree.root);
    return 0;
}

// What is made anew at each start is nothing that a stopped box has: an empty ramfs hides what may lie below
static int hide(const struct tree *tree) {
    static const char *const places[] = {"/proc", "/sys", "/dev", "/tmp", "/run"};
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        int target = inside_open(tree->root, places[i], O_PATH | O_DIRECTORY | O_NOFOLLOW, 0);
        if (target < 0) {
            continue; // a root that never started has not all of them
        }
        if (attach(new_mount("ramfs", NULL, 0, QUIET | MOUNT_ATTR_RDONLY), target, places[i]) < 0) {
            return -1;
        }
    }
    return 0;
}

int mounts_of_stopped(const struct plan *plan) {
    struct tree tree = {.plan = plan, .root = -1, .userns = -1};
    if (own_namespace() < 0 || open_root(&tree) < 0 || hide(&tree) < 0) {
        return -1;
    }
    for (size_t i = 0; i < plan->bind_count; i++) {
        if (bind_volume(&tree, &plan->binds[i]) < 0) {
            return -1;
        }
    }
    int result = pivot(tree.root);
    close(tree.root);
    return result;
}
