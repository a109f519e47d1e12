/*
 * What the kernel itself needs for the steps of a box's life, in one process and without a server: a snapshot, the
 * namespaces, the mounts, a link with an address and a route, a first process; commands in it; its end.
 *
 *   floor POOL BASE ROUNDS     POOL and BASE: a directory and a subvolume of one btrfs; prints "step<TAB>milliseconds"
 *
 * Less than a box of zomg has: no user namespace, no id-mapped mounts, no control groups, no filter of system calls.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/btrfs.h>
#include <linux/rtnetlink.h>
#include <linux/sched.h>
#include <linux/veth.h>
#include <net/if.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define NAMESPACES (CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWNET | CLONE_NEWCGROUP)

/* Of the addresses that are kept for benchmarks (RFC 2544). */
#define FIRST_ADDRESS 0xc6120001u

static void die(const char *what) {
    fprintf(stderr, "floor: %s: %s\n", what, strerror(errno));
    exit(1);
}

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1e3 + time.tv_nsec / 1e6;
}

/* rtnetlink */

struct message {
    struct nlmsghdr header;
    char body[512];
};

static int netlink(void) {
    int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
    if (fd < 0)
        die("netlink");
    return fd;
}

static void begin(struct message *message, int type, int flags, const void *body, size_t size) {
    memset(message, 0, sizeof *message);
    message->header.nlmsg_type = type;
    message->header.nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK | flags;
    message->header.nlmsg_len = NLMSG_LENGTH(size);
    memcpy(NLMSG_DATA(&message->header), body, size);
}

static struct rtattr *add(struct message *message, int type, const void *data, size_t size) {
    struct rtattr *attribute = (void *)((char *)message + NLMSG_ALIGN(message->header.nlmsg_len));
    attribute->rta_type = type;
    attribute->rta_len = RTA_LENGTH(size);
    if (size > 0)
        memcpy(RTA_DATA(attribute), data, size);
    message->header.nlmsg_len = NLMSG_ALIGN(message->header.nlmsg_len) + RTA_ALIGN(attribute->rta_len);
    return attribute;
}

static void close_nest(struct message *message, struct rtattr *nest) {
    nest->rta_len = (char *)message + message->header.nlmsg_len - (char *)nest;
}

static void talk(int fd, struct message *message, const char *what) {
    char answer[1024];
    if (send(fd, message, message->header.nlmsg_len, 0) < 0 || recv(fd, answer, sizeof answer, 0) < 0)
        die(what);
    struct nlmsghdr *header = (void *)answer;
    struct nlmsgerr *error = NLMSG_DATA(header);
    if (header->nlmsg_type == NLMSG_ERROR && error->error != 0) {
        errno = -error->error;
        die(what);
    }
}

/* A pair of links: one here, up, the other one as eth0 in the namespace of a process. */
static void add_veth(int fd, const char *name, pid_t peer) {
    struct message message;
    struct ifinfomsg up = {.ifi_flags = IFF_UP, .ifi_change = IFF_UP};
    struct ifinfomsg none = {0};
    begin(&message, RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL, &up, sizeof up);
    add(&message, IFLA_IFNAME, name, strlen(name) + 1);
    struct rtattr *info = add(&message, IFLA_LINKINFO, NULL, 0);
    add(&message, IFLA_INFO_KIND, "veth", 4);
    struct rtattr *data = add(&message, IFLA_INFO_DATA, NULL, 0);
    struct rtattr *other = add(&message, VETH_INFO_PEER, &none, sizeof none);
    add(&message, IFLA_IFNAME, "eth0", 5);
    add(&message, IFLA_NET_NS_PID, &peer, sizeof peer);
    close_nest(&message, other);
    close_nest(&message, data);
    close_nest(&message, info);
    talk(fd, &message, "veth");
}

static void set_up(int fd, int index) {
    struct message message;
    struct ifinfomsg up = {.ifi_index = index, .ifi_flags = IFF_UP, .ifi_change = IFF_UP};
    begin(&message, RTM_NEWLINK, 0, &up, sizeof up);
    talk(fd, &message, "link up");
}

static void add_address(int fd, int index, unsigned address) {
    struct message message;
    struct ifaddrmsg head = {.ifa_family = AF_INET, .ifa_prefixlen = 32, .ifa_index = index};
    unsigned network = htonl(address);
    begin(&message, RTM_NEWADDR, NLM_F_CREATE, &head, sizeof head);
    add(&message, IFA_LOCAL, &network, 4);
    talk(fd, &message, "address");
}

/* To one address, or to all if it is 0. */
static void add_route(int fd, int index, unsigned address) {
    struct message message;
    struct rtmsg head = {.rtm_family = AF_INET,
                         .rtm_dst_len = address ? 32 : 0,
                         .rtm_table = RT_TABLE_MAIN,
                         .rtm_protocol = RTPROT_STATIC,
                         .rtm_scope = RT_SCOPE_LINK,
                         .rtm_type = RTN_UNICAST};
    unsigned network = htonl(address);
    begin(&message, RTM_NEWROUTE, NLM_F_CREATE, &head, sizeof head);
    if (address)
        add(&message, RTA_DST, &network, 4);
    add(&message, RTA_OIF, &index, sizeof index);
    talk(fd, &message, "route");
}

/* The box */

struct box {
    char name[32];
    char root[512];
    unsigned address;
    pid_t pid;
    int pidfd;
};

static void mount_at(const char *type, const char *target, unsigned long flags, const char *options) {
    if (mount(type, target, type, flags, options) != 0)
        die(target);
}

static void device(const char *path, int major, int minor) {
    if (mknod(path, S_IFCHR | 0666, (dev_t)(major << 8 | minor)) != 0)
        die(path);
}

static void set_up_root(const struct box *box) {
    if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0)
        die("/");
    if (mount(box->root, box->root, NULL, MS_BIND, NULL) != 0 || chdir(box->root) != 0)
        die(box->root);
    mount_at("proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL);
    mount_at("sysfs", "sys", MS_NOSUID | MS_NODEV | MS_NOEXEC | MS_RDONLY, NULL);
    mount_at("tmpfs", "dev", MS_NOSUID, "mode=755,size=64k");
    umask(0);
    device("dev/null", 1, 3);
    device("dev/zero", 1, 5);
    device("dev/full", 1, 7);
    device("dev/random", 1, 8);
    device("dev/urandom", 1, 9);
    device("dev/tty", 5, 0);
    if (mkdir("dev/pts", 0755) != 0 || mkdir("dev/shm", 01777) != 0 || symlink("pts/ptmx", "dev/ptmx") != 0)
        die("dev");
    umask(022);
    mount_at("devpts", "dev/pts", MS_NOSUID | MS_NOEXEC, "newinstance,ptmxmode=0666,mode=0620,gid=5");
    mount_at("tmpfs", "dev/shm", MS_NOSUID | MS_NODEV, NULL);
    mount_at("tmpfs", "tmp", MS_NOSUID | MS_NODEV, "mode=1777");
    mount_at("tmpfs", "run", MS_NOSUID | MS_NODEV, "mode=755");
    if (sethostname(box->name, strlen(box->name)) != 0)
        die("hostname");
    if (syscall(SYS_pivot_root, ".", ".") != 0 || umount2(".", MNT_DETACH) != 0 || chdir("/") != 0)
        die("pivot_root");
}

static void set_up_network(unsigned address) {
    int fd = netlink();
    int index = if_nametoindex("eth0");
    set_up(fd, if_nametoindex("lo"));
    set_up(fd, index);
    add_address(fd, index, address);
    add_route(fd, index, 0);
    close(fd);
}

static void be_first_process(const struct box *box, int linked) {
    char byte;
    set_up_root(box);
    if (read(linked, &byte, 1) != 1)
        exit(1);
    set_up_network(box->address);
    execl("/usr/bin/tini", "tini", "-s", "--", "/bin/sleep", "infinity", (char *)NULL);
    die("tini");
}

static void create(struct box *box, int pool, int base, int links) {
    struct btrfs_ioctl_vol_args_v2 snapshot = {.fd = base};
    strcpy(snapshot.name, box->name);
    if (ioctl(pool, BTRFS_IOC_SNAP_CREATE_V2, &snapshot) != 0)
        die("snapshot");
    int linked[2], started[2];
    if (pipe2(linked, O_CLOEXEC) != 0 || pipe2(started, O_CLOEXEC) != 0)
        die("pipe");
    struct clone_args how = {
        .flags = NAMESPACES | CLONE_PIDFD, .pidfd = (unsigned long)&box->pidfd, .exit_signal = SIGCHLD};
    box->pid = syscall(SYS_clone3, &how, sizeof how);
    if (box->pid < 0)
        die("clone3");
    if (box->pid == 0) {
        close(linked[1]);
        close(started[0]);
        be_first_process(box, linked[0]);
    }
    close(linked[0]);
    close(started[1]);
    add_veth(links, box->name, box->pid);
    add_route(links, if_nametoindex(box->name), box->address);
    char byte = 0;
    if (write(linked[1], &byte, 1) != 1)
        die("start");
    close(linked[1]);
    /* Closed by a successful exec. */
    if (read(started[0], &byte, 1) != 0)
        die("start");
    close(started[0]);
}

static void run(const struct box *box, char *const command[]) {
    static char *variables[] = {"PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME=/root", NULL};
    int status;
    pid_t outer = fork();
    if (outer == 0) {
        if (setns(box->pidfd, NAMESPACES) != 0 || chdir("/") != 0)
            die("setns");
        pid_t inner = fork();
        if (inner == 0) {
            execve(command[0], command, variables);
            _exit(127);
        }
        waitpid(inner, &status, 0);
        _exit(WIFEXITED(status) ? WEXITSTATUS(status) : 1);
    }
    if (waitpid(outer, &status, 0) != outer || status != 0)
        die(command[0]);
}

static void stop(const struct box *box) {
    int status;
    if (syscall(SYS_pidfd_send_signal, box->pidfd, SIGKILL, NULL, 0) != 0 || waitpid(box->pid, &status, 0) < 0)
        die("stop");
    close(box->pidfd);
}

static void delete(const struct box *box, int pool) {
    struct btrfs_ioctl_vol_args destroy = {0};
    strcpy(destroy.name, box->name);
    if (ioctl(pool, BTRFS_IOC_SNAP_DESTROY, &destroy) != 0)
        die("delete");
}

static double tell(const char *step, double begin) {
    double end = now();
    printf("%s\t%.3f\n", step, end - begin);
    return end;
}

int main(int count, char **arguments) {
    if (count != 4) {
        fprintf(stderr, "floor POOL BASE ROUNDS\n");
        return 2;
    }
    int pool = open(arguments[1], O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int base = open(arguments[2], O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (pool < 0 || base < 0)
        die("open");
    int links = netlink();
    static char *just_true[] = {"/bin/true", NULL};
    static char *login_true[] = {"/bin/bash", "-lc", "true", NULL};
    for (int round = 0; round < atoi(arguments[3]); round++) {
        struct box box = {.address = FIRST_ADDRESS + round % 60000};
        snprintf(box.name, sizeof box.name, "floor%d", round);
        snprintf(box.root, sizeof box.root, "%s/%s", arguments[1], box.name);
        double first = now();
        create(&box, pool, base, links);
        tell("create", first);
        run(&box, just_true);
        double time = tell("first", first);
        run(&box, login_true);
        time = tell("exec", time);
        stop(&box);
        time = tell("stop", time);
        delete(&box, pool);
        tell("delete", time);
    }
    return 0;
}
