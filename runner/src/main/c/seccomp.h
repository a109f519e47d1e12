// The system calls that a hardened box does without.
#ifndef ZOMG_SECCOMP_H
#define ZOMG_SECCOMP_H

// Installs the filter for this process and all that come from it. Needs CAP_SYS_ADMIN in the caller's user namespace:
// without it only no_new_privs would do, and sudo would stop working in the box.
int seccomp_install(void);

#endif
