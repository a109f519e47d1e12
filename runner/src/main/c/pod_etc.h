// What a box in a pod gets for its /etc/resolv.conf, /etc/hosts and /etc/boxes-env. They are on a tmpfs, because its
// root may write to them, and because a box whose disk is full must start all the same.
#ifndef ZOMG_POD_ETC_H
#define ZOMG_POD_ETC_H

#include "plan.h"

#include <stddef.h>
#include <stdio.h>

// Makes the files and puts their paths into the plan.
int pod_etc_make(struct plan *plan);

// As bash reads them: export KEY="value", with everything quoted that has a meaning there.
void pod_etc_exports(FILE *file, char *const *environment, size_t count);

// The first name of the hostname is the box's own.
void pod_etc_hosts(FILE *file, const char *address, const char *hostname);

#endif
