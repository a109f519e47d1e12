#include "network.h"

#include "failure.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <linux/veth.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

static const char inner_name[] = "eth0";

// The kernel puts the first free number
static const char leaving_name[] = "zomg-gone%d";

// Several requests sent at once; the kernel answers each
struct batch {
    char bytes[2048];
    size_t length;
    size_t current;
    unsigned requests;
};

static struct nlmsghdr *header_at(struct batch *batch, size_t offset) {
    return (struct nlmsghdr *)(void *)(batch->bytes + offset);
}

static void *extend(struct batch *batch, const void *bytes, size_t size) {
    void *place = batch->bytes + batch->length;
    // Sizes are ours and bounded: the longest batch is far below the buffer
    if (batch->length + NLMSG_ALIGN(size) > sizeof batch->bytes) {
        __builtin_trap();
    }
    if (size > 0) {
        memcpy(place, bytes, size);
    }
    batch->length += NLMSG_ALIGN(size);
    header_at(batch, batch->current)->nlmsg_len = (unsigned)(batch->length - batch->current);
    return place;
}

static void request(struct batch *batch, int type, int flags, const void *body, size_t size) {
    batch->current = batch->length;
    batch->length += NLMSG_HDRLEN;
    batch->requests++;
    *header_at(batch, batch->current) = (struct nlmsghdr){
        .nlmsg_type = (unsigned short)type,
        .nlmsg_flags = (unsigned short)(NLM_F_REQUEST | NLM_F_ACK | flags),
        .nlmsg_seq = batch->requests,
    };
    extend(batch, body, size);
}

static size_t attribute(struct batch *batch, int type, const void *value, size_t size) {
    size_t start = batch->length;
    struct rtattr attribute = {
        .rta_type = (unsigned short)type,
        .rta_len = (unsigned short)RTA_LENGTH(size),
    };
    extend(batch, &attribute, sizeof attribute);
    extend(batch, value, size);
    return start;
}

static size_t nest(struct batch *batch, int type) {
    return attribute(batch, type, NULL, 0);
}

static void end_nest(struct batch *batch, size_t start) {
    struct rtattr *outer = (struct rtattr *)(void *)(batch->bytes + start);
    outer->rta_len = (unsigned short)(batch->length - start);
}

static void text(struct batch *batch, int type, const char *value) {
    attribute(batch, type, value, strlen(value) + 1);
}

static int converse(int netlink, const struct batch *batch, const char *step) {
    if (send(netlink, batch->bytes, batch->length, 0) < 0) {
        return fail(step, "send");
    }
    for (unsigned answered = 0; answered < batch->requests;) {
        char answer[8192] __attribute__((aligned(8)));
        ssize_t count = recv(netlink, answer, sizeof answer, 0);
        if (count < 0 && errno == EINTR) {
            continue; // the work is done already: whether a link was made must be known
        }
        if (count < 0) {
            return fail(step, "receive");
        }
        unsigned rest = (unsigned)count;
        for (struct nlmsghdr *header = (void *)answer; NLMSG_OK(header, rest); header = NLMSG_NEXT(header, rest)) {
            if (header->nlmsg_type == NLMSG_ERROR) {
                const struct nlmsgerr *error = NLMSG_DATA(header);
                answered++;
                if (error->error != 0) {
                    char which[32];
                    snprintf(which, sizeof which, "request %u", header->nlmsg_seq);
                    return fail_with(step, -error->error, which);
                }
            }
        }
    }
    return 0;
}

static int open_netlink(const char *step) {
    int netlink = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
    // The kernel answers within the send; this is for the day it does not
    const struct timeval patience = {.tv_sec = 10};
    if (netlink < 0 || setsockopt(netlink, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience) < 0) {
        return fail(step, "socket");
    }
    return netlink;
}

static int link_index(int socket, const char *name, unsigned *index) {
    struct ifreq query = {0};
    snprintf(query.ifr_name, sizeof query.ifr_name, "%s", name);
    if (ioctl(socket, SIOCGIFINDEX, &query) < 0) {
        return -1;
    }
    *index = (unsigned)query.ifr_ifindex;
    return 0;
}

static void request_up(struct batch *batch, unsigned index) {
    const struct ifinfomsg body = {.ifi_index = (int)index, .ifi_flags = IFF_UP, .ifi_change = IFF_UP};
    request(batch, RTM_SETLINK, 0, &body, sizeof body);
}

static void request_route(struct batch *batch, unsigned index, const struct in_addr *to, const struct in_addr *via) {
    const struct rtmsg body = {
        .rtm_family = AF_INET,
        .rtm_dst_len = to == NULL ? 0 : 32,
        .rtm_table = RT_TABLE_MAIN,
        .rtm_protocol = RTPROT_STATIC,
        .rtm_scope = via == NULL ? RT_SCOPE_LINK : RT_SCOPE_UNIVERSE,
        .rtm_type = RTN_UNICAST,
    };
    // The address may have been another box's until just now, whose link the kernel has yet to take away with its route
    request(batch, RTM_NEWROUTE, NLM_F_CREATE | NLM_F_REPLACE, &body, sizeof body);
    if (to != NULL) {
        attribute(batch, RTA_DST, to, sizeof *to);
    }
    if (via != NULL) {
        attribute(batch, RTA_GATEWAY, via, sizeof *via);
    }
    attribute(batch, RTA_OIF, &index, sizeof index);
}

static bool is_ours(const struct plan_network *network) {
    char path[128], group[16] = "";
    snprintf(path, sizeof path, "/sys/class/net/%s/netdev_group", network->link);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        return false;
    }
    ssize_t count = read(fd, group, sizeof group - 1);
    close(fd);
    return count > 0 && strtoul(group, NULL, 10) == network->group;
}

static int rename_link(int netlink, unsigned index, const char *name) {
    const struct ifinfomsg body = {.ifi_index = (int)index};
    struct batch batch = {0};
    request(&batch, RTM_SETLINK, 0, &body, sizeof body);
    text(&batch, IFLA_IFNAME, name);
    return converse(netlink, &batch, "link_rename");
}

static int delete_link(int netlink, const char *name) {
    const struct ifinfomsg none = {0};
    struct batch batch = {0};
    request(&batch, RTM_DELLINK, 0, &none, sizeof none);
    text(&batch, IFLA_IFNAME, name);
    return converse(netlink, &batch, "link_remove");
}

// A box that ran until just now has a link for as long as the kernel takes to end its namespace: 12 to 30 ms. Its name is
// free at once if it is called otherwise; before Linux 6.2 a link that is up cannot be, and is taken away, which takes as long.
static void make_way(int netlink, const struct plan_network *network) {
    unsigned index;
    if (link_index(netlink, network->link, &index) < 0 || !is_ours(network)) {
        return;
    }
    if (rename_link(netlink, index, leaving_name) < 0) {
        delete_link(netlink, network->link);
        failure_forget(); // whether there is room for a new one is told by making it
    }
}

static int make_pair(int netlink, const struct plan_network *network, pid_t pid) {
    const struct ifinfomsg none = {0};
    struct batch batch = {0};
    request(&batch, RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL, &none, sizeof none);
    text(&batch, IFLA_IFNAME, network->link);
    attribute(&batch, IFLA_GROUP, &network->group, sizeof network->group);
    size_t info = nest(&batch, IFLA_LINKINFO);
    attribute(&batch, IFLA_INFO_KIND, "veth", 4);
    size_t data = nest(&batch, IFLA_INFO_DATA);
    size_t peer = nest(&batch, VETH_INFO_PEER);
    extend(&batch, &none, sizeof none);
    text(&batch, IFLA_IFNAME, inner_name);
    attribute(&batch, IFLA_NET_NS_PID, &pid, sizeof pid);
    end_nest(&batch, peer);
    end_nest(&batch, data);
    end_nest(&batch, info);
    return converse(netlink, &batch, "link_make");
}

static int set_conf(const char *family, const char *link, const char *name, const char *value, bool needed) {
    char path[128];
    snprintf(path, sizeof path, "/proc/sys/net/%s/conf/%s/%s", family, link, name);
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    if (fd < 0 && errno == ENOENT && !needed) {
        return 0;
    }
    if (fd < 0 || write(fd, value, strlen(value)) < 0) {
        return fail("link_conf", name);
    }
    close(fd);
    return 0;
}

// Before it comes up: what the box sends must come from the box's address, and cannot reroute the host. Without IPv6
// on the link it neither gets an address of its own nor believes a router that the box pretends to be.
static int make_strict(const char *link) {
    return set_conf("ipv4", link, "rp_filter", "1", true) < 0 ||
                   set_conf("ipv4", link, "accept_redirects", "0", true) < 0 ||
                   set_conf("ipv6", link, "disable_ipv6", "1", false) < 0
               ? -1
               : 0;
}

static int bring_up(int netlink, const struct plan_network *network) {
    unsigned index;
    if (link_index(netlink, network->link, &index) < 0) {
        return fail("link_up", network->link);
    }
    const struct ifinfomsg body = {.ifi_index = (int)index};
    struct batch batch = {0};
    request(&batch, RTM_SETLINK, 0, &body, sizeof body);
    attribute(&batch, IFLA_IFALIAS, network->alias, strlen(network->alias));
    request_up(&batch, index);
    request_route(&batch, index, &network->address, NULL);
    return converse(netlink, &batch, "link_up");
}

int network_make(const struct plan_network *network, pid_t pid, bool *made) {
    *made = false;
    int netlink = open_netlink("link_make");
    if (netlink < 0) {
        return -1;
    }
    make_way(netlink, network);
    int result = make_pair(netlink, network, pid);
    if (result == 0) {
        *made = true;
        result = make_strict(network->link) < 0 || bring_up(netlink, network) < 0 ? -1 : 0;
    }
    close(netlink);
    return result;
}

int network_configure(const struct plan_network *network) {
    enum { LOOPBACK = 1 }; // its index in every network namespace
    int netlink = open_netlink("box_network");
    if (netlink < 0) {
        return -1;
    }
    struct batch batch = {0};
    request_up(&batch, LOOPBACK);
    if (network->wanted) {
        unsigned index;
        if (link_index(netlink, inner_name, &index) < 0) {
            return fail("box_network", inner_name);
        }
        request_up(&batch, index);
        const struct ifaddrmsg body = {.ifa_family = AF_INET, .ifa_prefixlen = 32, .ifa_index = index};
        request(&batch, RTM_NEWADDR, NLM_F_CREATE | NLM_F_EXCL, &body, sizeof body);
        attribute(&batch, IFA_LOCAL, &network->address, sizeof network->address);
        attribute(&batch, IFA_ADDRESS, &network->address, sizeof network->address);
        request_route(&batch, index, &network->gateway, NULL);
        request_route(&batch, index, NULL, &network->gateway);
    }
    int result = converse(netlink, &batch, "box_network");
    close(netlink);
    return result;
}

void network_remove(const struct plan_network *network) {
    int netlink = open_netlink("link_remove");
    if (netlink < 0) {
        return;
    }
    delete_link(netlink, network->link);
    close(netlink);
}
