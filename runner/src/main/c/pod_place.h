// A verb that runs in the pod of its box, where it was started by an exec: in the pid namespace of the container, whose
// PID 1 is the box's, and on the container's own root, while the box's is the one that its PID 1 has.
#ifndef ZOMG_POD_PLACE_H
#define ZOMG_POD_PLACE_H

#define POD_DIRECTORY "/run/zomg"
// Made by `pod` just before PID 1 becomes the box's own program
#define POD_READY_NAME "ready"
#define POD_SESSIONS POD_DIRECTORY "/sessions"

struct plan;

enum { POD_INIT = 1 };

// Until PID 1 is the box's own program; an exec can come earlier.
int pod_wait(void);

// Where the node is, which the plan cannot know: the variables for it that every process of the box has.
int pod_add_variables(struct plan *plan);

// A descriptor of the box's root.
int pod_open_root(void);

// Makes it the caller's root, after a change of the mount namespace led to that of the container. Consumes it.
int pod_become_root(int root);

// What sessions are in.
int pod_make_sessions(void);

// Descriptor of the runner's own directory, which is made.
int pod_open_directory(void);

#endif
