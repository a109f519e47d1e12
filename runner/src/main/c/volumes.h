// zomg-runner volumes: unmounts and mounts volumes of a running box.
#ifndef ZOMG_VOLUMES_H
#define ZOMG_VOLUMES_H

int volumes(void);

#endif
