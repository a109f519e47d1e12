# What a privileged box is from inside: one answer in each line, the same on every engine.
# Run as its root by `bash -c`, without arguments; inside-a-box.txt has the answers.

answer() { printf '%s: %s\n' "$1" "$2"; }
one_line() { tr '\n' ' ' | sed 's/ *$//'; }
# The last mount on a place is the one that is seen; of the options only those that are walls
mount_of() {
    awk -v place="$1" '$5 == place { options = $6; for (i = 7; $i != "-"; i++); type = $(i + 1) }
        END { n = split(options, all, ","); walls = ""
            for (i = 1; i <= n; i++) if (all[i] ~ /^(ro|rw|nosuid|nodev|noexec)$/) walls = walls "," all[i]
            print type, substr(walls, 2) }' /proc/self/mountinfo
}

answer "pid 1" "$(tr '\0' ' ' </proc/1/cmdline | sed 's/ $//')"
answer "pid 1 program" "$(readlink /proc/1/exe)"
answer "pid 1 root" "$(readlink /proc/1/root) $(readlink /proc/1/cwd)"
answer "pid 1 descriptors" "$(for fd in /proc/1/fd/*; do echo "${fd##*/} $(readlink "$fd")"; done | one_line)"
answer "pid 1 ids" "$(awk '/^(Uid|Gid|Groups):/ { $1 = $1; print }' /proc/1/status | one_line)"
answer "pid 1 capabilities" "$(awk '/^Cap(Inh|Amb)/ { print $2 } /^CapEff/ { e = $2 } /^CapBnd/ { print(e == $2 ? "all" : e) }' /proc/1/status | one_line)"
answer "pid 1 privileges" "$(awk '/^(NoNewPrivs|Seccomp):/ { print $2 }' /proc/1/status | one_line)"
answer "pid 1 open files" "$(awk '/^Max open files/ { print $4 }' /proc/1/limits)"
answer "pid 1 leads" "$(awk '{ sub(/.*\) /, ""); print($3, $4) }' /proc/1/stat)"
answer "pid 1 variables" "$(tr '\0' '\n' </proc/1/environ | cut -d= -f1 | sort | one_line)"
answer "pid 1 greeting" "$(tr '\0' '\n' </proc/1/environ | sed -n 's/^GREETING=//p')"
answer "pid 1 path" "$(tr '\0' '\n' </proc/1/environ | grep -E '^(PATH|HOME|TERM)=' | sort | one_line)"
answer "node" "$(tr '\0' '\n' </proc/1/environ | sed -n 's/^ZOMG_\(API\|NODE\)_IP=[0-9.]*$/\1/p' | sort | one_line)"
answer "names" "$(tr '\0' '\n' </proc/1/environ | sed -n 's/^\(BOX_NAME\|ZOMG_PROJECT\)=//p' | one_line)"
answer "hostname" "$(hostname)"
answer "own address" "$(getent ahostsv4 "$(hostname)" | awk 'NR == 1 { print($3) }')"
answer "own names" "$(awk -v name="$(hostname)" '$2 == name { print $2, $3 }' /etc/hosts)"
answer "hosts" "$(wc -l </etc/hosts) $(getent ahosts localhost | awk '{ print $1 }' | sort -u | one_line)"
answer "resolver" "$(grep '^options' /etc/resolv.conf) $(grep -c '^search' /etc/resolv.conf)"
answer "boxes-env" "$(diff <(env -i bash --norc -c '. /etc/boxes-env; env' | grep -vE '^(PWD|SHLVL|_|OLDPWD)=' | sort) <(tr '\0' '\n' </proc/1/environ | grep -vE '^(PATH|HOME)=' | sort) && echo same)"
answer "bashrc" "$(grep -c '/etc/boxes-env' /etc/bash.bashrc)"
answer "command" "$(id -un) $(umask) $(pwd) $HOME $USER $LOGNAME $(ulimit -n)"
for place in / /proc /sys /dev/pts /dev/shm /tmp /run /box/bin /box/all /box/proj /home; do
    answer "mount $place" "$(mount_of "$place")"
done
for place in /sys/fs/cgroup /etc/hosts /etc/resolv.conf /etc/boxes-env; do
    answer "mount $place" "$(mount_of "$place" | cut -d' ' -f2)"
done
for place in / /tmp /run /dev/shm /home /etc/hosts /etc/resolv.conf /etc/boxes-env; do
    answer "mode $place" "$(stat -c '%a %u:%g' "$place")"
done
answer "fresh" "$(find /tmp /run -mindepth 1 | wc -l)"
answer "devices" "$(for name in null zero full random urandom tty ptmx fd stdin stdout stderr; do [ -e "/dev/$name" ] || [ "$name" = tty ] || echo "no $name"; done | one_line)"
answer "terminals" "$(ls /dev/pts | one_line)"
answer "groups" "$(cut -d: -f3 /proc/1/cgroup | sort -u | one_line)"
answer "group is read-only" "$(mkdir /sys/fs/cgroup/memory/x 2>/dev/null || mkdir /sys/fs/cgroup/x 2>/dev/null || echo yes)"
answer "memory" "$(cat /sys/fs/cgroup/memory/memory.limit_in_bytes 2>/dev/null || cat /sys/fs/cgroup/memory.max)"
answer "nothing of ours" "$(ls -d /volumes /zomg /zomg-runner /run/zomg /dev/termination-log /var/run/secrets /.dockerenv 2>/dev/null | one_line)"
answer "nothing of the cluster" "$(tr '\0' '\n' </proc/1/environ | cat - <(env) /etc/hosts | grep -icE 'kube' || true)"
answer "mounts can be made" "$(mount -t tmpfs t /mnt && mkdir /mnt/u /mnt/w /mnt/o && mount -t overlay o -o lowerdir=/usr,upperdir=/mnt/u,workdir=/mnt/w /mnt/o && touch /mnt/o/x && umount /mnt/o && umount /mnt && echo yes)"
answer "kernel can be set" "$([ -w /proc/sys/kernel/domainname ] && echo yes)"
answer "users can write" "$(setpriv --reuid 65534 --regid 65534 --clear-groups sh -c 'touch /tmp/by-nobody /dev/shm/by-nobody && rm /tmp/by-nobody /dev/shm/by-nobody && echo yes')"
answer "orphans are reaped" "$( (sh -c 'sleep 0.01 & exec true'); sleep 0.2; awk '/^State:\tZ/' /proc/[0-9]*/status | wc -l)"
