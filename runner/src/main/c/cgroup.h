// The control groups of a box: joined by path on the host, seen from inside as its own read-only view.
#ifndef ZOMG_CGROUP_H
#define ZOMG_CGROUP_H

#include "plan.h"

#include <stdint.h>

enum { CGROUP_HIERARCHIES = 16 };

struct cgroup_view {
    int version;
    // Version 1: of each hierarchy its controllers, such as "memory" or "cpu,cpuacct", or "name=systemd"
    size_t count;
    char hierarchies[CGROUP_HIERARCHIES][128];
};

// Moves the calling process, which must have one thread only, into every group of a plan with version 1.
int cgroup_join(const struct plan *plan);

// Moves the calling process, which must have one thread only, out of its groups into those of its session.
int cgroup_join_session(const struct plan *plan);

// Version 2: *group is a descriptor of the group, for process_clone; otherwise -1.
int cgroup_open(const struct plan *plan, int *group);

// Finds out what the view will consist of. To be asked on the host's side.
int cgroup_describe(const struct plan *plan, struct cgroup_view *view);

// The same of the groups that the caller is in, as PID 1 of a container.
int cgroup_describe_own(struct cgroup_view *view);

// From what /proc/self/cgroup says: of version 1 the hierarchies in which there is a group at all.
int cgroup_parse_own(const char *text, struct cgroup_view *view);

// Picks the controllers out of the line with this mount id; -1 if there is no such cgroup v1 mount.
int cgroup_controllers(const char *mountinfo, uint64_t mount, char *controllers, size_t size);

#endif
