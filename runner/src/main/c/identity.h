// Who a process of a box is: ids of its user namespace, capabilities.
#ifndef ZOMG_IDENTITY_H
#define ZOMG_IDENTITY_H

#include "plan.h"

#include <stdbool.h>
#include <sys/types.h>

// Maps ids 0..65535 of the user namespace of `pid` to the host's from `first` on.
int identity_map(pid_t pid, uint32_t first);

// Lets the caller make files as this owner while it keeps every capability it has.
int identity_make_files_as(uint32_t id);

// Takes SYS_MODULE, SYS_RAWIO, SYS_TIME, SYS_BOOT and MKNOD away for good.
int identity_drop_capabilities(void);

// Becomes this user. For another than root every capability goes; for root all that are left stay.
int identity_become(uid_t uid, gid_t gid, const gid_t *groups, size_t group_count);

#endif
