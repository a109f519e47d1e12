#include "pod_etc.h"

#include "failure.h"
#include "pod_place.h"

#include <arpa/inet.h>
#include <errno.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>

#define ETC POD_DIRECTORY "/etc"

// What kubelet made for the container
static const char resolv_conf_of_container[] = "/etc/resolv.conf";

enum { RESOLV_CONF_MAX = 65536 };

void pod_etc_exports(FILE *file, char *const *environment, size_t count) {
    for (size_t i = 0; i < count; i++) {
        const char *value = strchr(environment[i], '=') + 1;
        fprintf(file, "export %.*s\"", (int)(value - environment[i]), environment[i]);
        for (; *value != '\0'; value++) {
            if (strchr("\\\"$`", *value) != NULL) {
                fputc('\\', file);
            }
            fputc(*value, file);
        }
        fputs("\"\n", file);
    }
}

void pod_etc_hosts(FILE *file, const char *address, const char *hostname) {
    fputs("127.0.0.1 localhost\n::1 localhost ip6-localhost ip6-loopback\n", file);
    if (address[0] != '\0') {
        fprintf(file, "%s %s %.*s\n", address, hostname, (int)strcspn(hostname, "."), hostname);
    }
}

static bool address_of(const struct ifaddrs *one, int family, char text[INET6_ADDRSTRLEN]) {
    if (one->ifa_addr == NULL || one->ifa_addr->sa_family != family || (one->ifa_flags & IFF_LOOPBACK) != 0) {
        return false;
    }
    if (family == AF_INET) {
        struct sockaddr_in address;
        memcpy(&address, one->ifa_addr, sizeof address);
        return inet_ntop(AF_INET, &address.sin_addr, text, INET6_ADDRSTRLEN) != NULL;
    }
    struct sockaddr_in6 address;
    memcpy(&address, one->ifa_addr, sizeof address);
    return !IN6_IS_ADDR_LINKLOCAL(&address.sin6_addr) &&
           inet_ntop(AF_INET6, &address.sin6_addr, text, INET6_ADDRSTRLEN) != NULL;
}

// The pod's own address; empty if it has none
static int find_address(char text[INET6_ADDRSTRLEN]) {
    static const int families[] = {AF_INET, AF_INET6};
    struct ifaddrs *all;
    bool found = false;
    if (getifaddrs(&all) < 0) {
        return fail("address", "getifaddrs");
    }
    for (size_t i = 0; i < 2 && !found; i++) {
        for (const struct ifaddrs *one = all; one != NULL && !found; one = one->ifa_next) {
            found = address_of(one, families[i], text);
        }
    }
    freeifaddrs(all);
    if (!found) {
        text[0] = '\0';
    }
    return 0;
}

static int finish(FILE *file, const char *path) {
    bool failed = ferror(file) != 0;
    return fclose(file) != 0 || failed ? fail("etc", path) : 0;
}

static FILE *make(const char *path) {
    FILE *file = fopen(path, "we");
    if (file == NULL) {
        fail("etc", path);
    }
    return file;
}

static int copy_resolv_conf(const char *path) {
    char text[4096];
    size_t all = 0;
    FILE *from = fopen(resolv_conf_of_container, "re");
    if (from == NULL) {
        return fail("etc", resolv_conf_of_container);
    }
    FILE *to = make(path);
    if (to == NULL) {
        fclose(from);
        return -1;
    }
    for (size_t count = fread(text, 1, sizeof text, from); count > 0 && all < RESOLV_CONF_MAX;
         count = fread(text, 1, sizeof text, from)) {
        fwrite(text, 1, count, to);
        all += count;
    }
    int result = finish(from, resolv_conf_of_container);
    return finish(to, path) < 0 ? -1 : result;
}

int pod_etc_make(struct plan *plan) {
    char address[INET6_ADDRSTRLEN];
    plan->resolv_conf = ETC "/resolv.conf";
    plan->hosts = ETC "/hosts";
    plan->boxes_env = ETC "/boxes-env";
    if (mkdir(ETC, 0755) < 0 || mount("tmpfs", ETC, "tmpfs", MS_NOSUID | MS_NODEV | MS_NOEXEC, "mode=755,size=4m") < 0) {
        return fail("etc", ETC);
    }
    if (copy_resolv_conf(plan->resolv_conf) < 0 || find_address(address) < 0) {
        return -1;
    }
    FILE *hosts = make(plan->hosts);
    if (hosts == NULL) {
        return -1;
    }
    pod_etc_hosts(hosts, address, plan->hostname);
    if (finish(hosts, plan->hosts) < 0) {
        return -1;
    }
    FILE *exports = make(plan->boxes_env);
    if (exports == NULL) {
        return -1;
    }
    pod_etc_exports(exports, plan->environment, plan->environment_count);
    return finish(exports, plan->boxes_env);
}
