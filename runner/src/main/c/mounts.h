// The mounts of a box, made one by one by descriptor: no path of the box is ever resolved against the host.
#ifndef ZOMG_MOUNTS_H
#define ZOMG_MOUNTS_H

#include "cgroup.h"
#include "plan.h"

// Gives the caller a mount namespace that has nothing but the box's tree, and puts it at its root. The caller is in
// the box's pid, net, ipc and cgroup namespaces. Hardened: `userns` is the box's user namespace and the caller's
// filesystem ids are the box's root; privileged: -1.
int mounts_build(const struct plan *plan, const struct cgroup_view *view, int userns);

// The same in the mount namespace that the caller is in, which keeps what it has: the caller's root changes only. For
// who is PID 1 of a container, whose namespaces are the box's.
int mounts_build_in_pod(const struct plan *plan, const struct cgroup_view *view);

// The same for who works on the files of a stopped box, as the host's root: its root and the plan's binds, on which
// ids are as they are on disk; nothing where a running box has /proc, /sys, /dev, /tmp and /run.
int mounts_of_stopped(const struct plan *plan);

// A detached mount of a volume as a box gets it: hardened boxes without devices, and with ids mapped by `userns` (else -1).
int mounts_copy_volume(const struct plan_bind *bind, bool hardened, int userns);

// Puts a detached mount where the box at `root` has this path; what is missing of the path is made. Consumes the mount.
int mounts_attach(int mount, int root, const char *path);

#endif
