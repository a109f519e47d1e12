"""The two levels of isolation, seen from inside."""

import os
import re

from cases import BoxCase
from pool import cgroup_parents, mounts, read


class HardenedTest(BoxCase):
    def test_pid_1_is_what_the_plan_says_and_sees_only_its_box(self):
        before = mounts()
        box = self.box().start()

        self.assertEqual(read(f"/proc/{box.pid}/cmdline").split("\0")[:-1], box.init)
        self.assertEqual(int(read(f"/proc/{box.pid}/stat").rsplit(")", 1)[1].split()[19]), box.start_time)
        self.assertEqual(os.stat(f"/proc/{box.pid}").st_uid, box.id_first)
        self.only_standard_descriptors(box.pid)
        self.assertEqual(box.text("hostname"), "web.demo")
        self.assertEqual(box.text("cat /proc/self/uid_map").split(), ["0", str(box.id_first), "65536"])
        self.assertEqual(box.text("cat /proc/self/gid_map").split(), ["0", str(box.id_first), "65536"])
        self.assertEqual(box.text("cat /proc/1/cmdline | tr '\\0' ' '"), " ".join(box.init))
        pids = set(box.text("echo /proc/[0-9]*").split())
        self.assertLessEqual(len(pids), 3)
        self.assertEqual(box.text("stat -c %u:%g / /etc/passwd /run /dev/shm /tmp | sort -u"), "0:0")
        self.assertEqual(mounts(), before)

    def test_every_name_space_but_time_is_its_own(self):
        box = self.box().start()

        for name in ("user", "mnt", "pid", "net", "uts", "ipc", "cgroup"):
            own = os.stat(f"/proc/{box.pid}/ns/{name}").st_ino
            self.assertNotEqual(own, os.stat(f"/proc/self/ns/{name}").st_ino, name)
            self.assertEqual(box.text(f"stat -Lc %i /proc/self/ns/{name}"), str(own))

    def test_its_mounts_are_locked(self):
        box = self.box()
        box.binds = [(box.volume("ro"), "/data/ro", "ro"), (box.volume("rw"), "/data/rw", "rw")]
        box.start()

        self.refused(box, "mount -o remount,rw /sys", "permission denied")
        self.refused(box, "mount -o remount,bind,rw /data/ro", "permission denied")
        self.refused(box, "mount -o remount,bind,dev /", "permission denied")
        self.refused(box, "mount -o remount,rw /sys/fs/cgroup", "permission denied")
        self.refused(box, "touch /data/ro/x", "Read-only")
        self.assertEqual(box.text("touch /data/rw/x && stat -c %u /data/rw/x"), "0")
        places = "/sys /proc /dev /dev/null /dev/pts /tmp /run /data/ro /etc/hosts /etc/boxes-env"
        for place in places.split():
            self.refused(box, f"umount {place} || umount -l {place}", "not mounted|Invalid|busy|permitted")
        self.refused(box, "mkdir -p /mnt/s && mount -t sysfs s /mnt/s", "permission denied")
        self.refused(box, "echo 1 > /sys/kernel/mm/ksm/run", "Read-only|denied|No such")

    def test_it_can_mount_what_software_needs(self):
        box = self.box().start()

        box.text("mount -t tmpfs t /mnt && mkdir -p /mnt/p /mnt/o /mnt/u /mnt/w /srv/u /srv/w /srv/o")
        box.text("mount -t proc p /mnt/p && test -d /mnt/p/1")
        box.text("mount -t overlay o -o lowerdir=/usr,upperdir=/mnt/u,workdir=/mnt/w /mnt/o && touch /mnt/o/x")
        box.text("mount -t overlay o -o lowerdir=/usr,upperdir=/srv/u,workdir=/srv/w /srv/o && touch /srv/o/x")
        box.text("mount --bind /usr /media && test -d /media/bin && umount /media")
        box.text("unshare -m true && unshare -n true && unshare -p -f true")

    def test_devices_are_few_and_none_can_be_made(self):
        box = self.box().start()

        names = "fd full mqueue null ptmx pts random shm stderr stdin stdout tty urandom zero"
        self.assertEqual(box.text("ls /dev | tr '\\n' ' '"), names)
        loop = os.path.basename(os.path.realpath(f"/sys/class/block/{self.pool_device()}"))
        major, minor = read(f"/sys/class/block/{loop}/dev").strip().split(":")
        for place in ("/tmp", "/dev", "/run", "/root"):
            self.refused(box, f"mknod {place}/pool b {major} {minor}", "not permitted")
        # One that came by another way, such as an archive unpacked by the host, does not open
        os.mknod(f"{box.root}/root/pool", 0o666 | 0o060000, os.makedev(int(major), int(minor)))
        self.refused(box, "head -c 1 /root/pool", "denied|not permitted")
        os.mknod(f"{box.tmp}/pool", 0o666 | 0o060000, os.makedev(int(major), int(minor)))
        self.refused(box, "head -c 1 /tmp/pool", "denied|not permitted")
        self.assertEqual(box.text("head -c 3 /dev/zero | od -An -tx1; head -c 8 /dev/urandom | wc -c"), "00 00 00\n8")

    def pool_device(self):
        for fields in mounts():
            if fields[4] == self.pool.path:
                return os.path.basename(fields[fields.index("-") + 2])
        raise AssertionError("no pool")

    def test_system_calls_of_the_list_are_refused(self):
        box = self.box().start()

        if os.uname().machine == "x86_64":
            for number, error in ((321, 1), (246, 1), (250, 1), (304, 1), (323, 1), (298, 1), (425, 38), (435, 38)):
                call = f"perl -e 'my $r = syscall({number}, 0, 0, 0, 0, 0); print $r == -1 ? $! + 0 : 0'"
                self.assertEqual(box.text(call), str(error), number)
        for request, error in ((0x50009418, 1), (0x50009417, 1)):
            ioctl = f"open(D, \"<\", \"/\"); my $b = \"\\0\" x 4096; ioctl(D, {request}, $b); print $! + 0"
            self.assertEqual(box.text(f"perl -e '{ioctl}'"), str(error))
        self.refused(box, "unshare -U true", "not permitted")
        self.refused(box, "unshare -Ur true", "not permitted")
        self.assertIn("Seccomp:\t2", box.text("cat /proc/1/status"))
        self.assertIn("NoNewPrivs:\t0", box.text("cat /proc/1/status"))

    def test_five_capabilities_are_gone_for_good(self):
        box = self.box().start()
        gone = sum(1 << bit for bit in (16, 17, 22, 25, 27))

        for pid in ("1", "self"):
            status = box.text(f"cat /proc/{pid}/status")
            for name in ("Prm", "Eff", "Bnd"):
                value = int(re.search(rf"Cap{name}:\s*(\w+)", status)[1], 16)
                self.assertEqual(value & gone, 0)
                self.assertEqual(value | gone, (1 << 41) - 1)
            for name in ("Inh", "Amb"):
                self.assertEqual(int(re.search(rf"Cap{name}:\s*(\w+)", status)[1], 16), 0)

    def test_terminals_work(self):
        box = self.box().start()

        seen = box.text("script -qec 'tty; stat -Lc %U:%G:%a $(tty)' /dev/null")
        self.assertEqual(seen.split(), ["/dev/pts/0", "root:tty:620"])
        box.text("useradd alice && su alice -c 'script -qec tty /dev/null'")

    def test_shared_memory_and_message_queues_work(self):
        box = self.box().start()

        box.text("useradd alice; su alice -c 'touch /dev/shm/a /dev/mqueue/a'")
        box.text("test -O /dev/shm && stat /dev/mqueue/a")

    def test_control_groups_are_seen_read_only_and_as_its_own(self):
        box = self.box().start()
        seen = box.text("ls /sys/fs/cgroup").split()

        self.assertIn("memory", seen)
        self.assertEqual(box.text("grep -c ':/$' /proc/self/cgroup"), box.text("grep -c . /proc/self/cgroup"))
        with open(f"{[path for path in box.cgroups if '/memory' in path][0]}/memory.limit_in_bytes", "w") as file:
            file.write(str(256 << 20))
        self.assertEqual(box.text("cat /sys/fs/cgroup/memory/memory.limit_in_bytes"), str(256 << 20))
        self.refused(box, "echo -1 > /sys/fs/cgroup/memory/memory.limit_in_bytes", "Read-only")
        self.refused(box, "mount -t cgroup -o memory m /mnt && echo -1 > /mnt/memory.limit_in_bytes", "denied")
        self.refused(box, "mkdir /mnt/more; echo $$ > /mnt/more/cgroup.procs", "denied|Permission|No such")

    def test_version_2_of_control_groups_works_too(self):
        self.need(cgroup_parents(2), "no cgroup2 mount on this machine")
        box = self.box(cgroup=2).start()

        self.assertIn(box.pid, box.processes())
        self.assertEqual(box.text("grep ^0: /proc/self/cgroup"), "0::/")
        self.assertEqual(box.text("stat -fc %T /sys/fs/cgroup"), "cgroup2fs")
        self.assertIn("cgroup.procs", box.text("ls /sys/fs/cgroup"))
        self.refused(box, "mkdir /sys/fs/cgroup/more", "Read-only")

    def test_sudo_and_users_work(self):
        box = self.box().start()

        box.text("useradd -m -G games alice")
        seen = box.text("id -u; id -Gn; pwd; echo $HOME $USER $SHELL", user="alice")
        self.assertEqual(seen, "1000\nalice games\n/home/alice\n/home/alice alice /bin/sh")
        self.assertIn("CapEff:\t0000000000000000", box.text("cat /proc/self/status", user="alice"))
        box.text("cp /usr/bin/id /usr/local/bin/rootly && chmod u+s /usr/local/bin/rootly")
        self.assertIn("euid=0(root)", box.text("/usr/local/bin/rootly", user="alice"))
        self.assertEqual(box.text("echo out > /dev/stdout", user="alice"), "out")
        self.refused(box, "su alice -c 'kill -9 1; cat /etc/shadow'", "denied|permitted")


class PrivilegedTest(BoxCase):
    def test_it_is_the_hosts_root_with_the_hosts_devices_and_its_own_terminals(self):
        box = self.box("privileged").start()

        self.assertEqual(box.text("cat /proc/self/uid_map").split(), ["0", "0", "4294967295"])
        for pid in ("1", "self"):
            status = box.text(f"cat /proc/{pid}/status")
            self.assertIn("Seccomp:\t0", status)
            all_of_the_host = re.search(r"CapBnd:\s*(\w+)", read("/proc/self/status"))[1]
            self.assertEqual(re.search(r"CapEff:\s*(\w+)", status)[1], all_of_the_host)
        self.only_standard_descriptors(box.pid)
        self.assertEqual(box.text("script -qec tty /dev/null"), "/dev/pts/0")
        self.assertEqual(box.text("ls /dev/shm"), "")
        box.text("mknod /root/null c 1 3 && head -c 1 /root/null; test -e /dev/loop-control")
        self.assertIn("rw", box.text("findmnt -no OPTIONS /sys").split(","))
        self.assertIn("ro", box.text("findmnt -no OPTIONS /sys/fs/cgroup").split(","))

    def test_nothing_of_it_leaks_to_the_host(self):
        before = mounts()
        devices = sorted(os.listdir("/dev"))
        box = self.box("privileged").start()
        box.text("mount -t tmpfs t /mnt && mount --bind /usr /srv && mount -t proc p /opt && mkdir /run/x")

        self.assertEqual(mounts(), before)
        self.assertEqual(sorted(os.listdir("/dev")), devices)
        self.assertFalse(os.path.exists("/run/x"))
        self.assertNotIn(self.pool.directory, box.text("awk '{ print $5 }' /proc/self/mountinfo"))

    def test_who_enters_has_everything_too(self):
        box = self.box("privileged").start()

        self.assertEqual(box.text("unshare -U echo nested"), "nested")
        box.text("useradd alice")
        self.assertIn("CapEff:\t0000000000000000", box.text("cat /proc/self/status", user="alice"))
