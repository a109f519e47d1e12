"""Real boxes: python3 boxes_test.py target/zomg-runner, as root, with ZOMG_TEST_ROOT a root file system with tini."""

import os
import random
import re
import signal
import socket
import subprocess
import sys
import time
import unittest

import runner
from pool import SUBNET, Box, Pool, cgroup_parents, command, link_details, link_exists, mounts, read

POOL = None


class BoxCase(unittest.TestCase):
    def setUp(self):
        began = time.monotonic()
        self.addCleanup(lambda: print(f"  {time.monotonic() - began:5.2f} s {self.id().split('.', 1)[1]}", flush=True))

    def box(self, *arguments, **options):
        box = Box(POOL, *arguments, **options)
        self.addCleanup(box.stop)
        return box

    def need(self, met, what):
        if not met:
            print(f"  SKIPPED {self.id().split('.', 1)[1]}: {what}", file=sys.stderr, flush=True)
            self.skipTest(what)

    def refused(self, box, script, pattern):
        entry = box.sh(script)
        self.assertNotEqual(entry.status, "exited 0", script)
        self.assertRegex(entry.stderr.decode(), pattern)

    @staticmethod
    def only_standard_descriptors(pid):
        # A program just exec'd has its libraries open for a moment
        runner.wait_until(lambda: sorted(os.listdir(f"/proc/{pid}/fd")) == ["0", "1", "2"])


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
        for place in ("/sys", "/proc", "/dev", "/dev/null", "/dev/pts", "/tmp", "/run", "/data/ro", "/etc/hosts"):
            self.refused(box, f"umount {place} || umount -l {place}", "not mounted|Invalid|busy|permitted")
        self.refused(box, "mkdir -p /mnt/s && mount -t sysfs s /mnt/s", "permission denied")
        self.refused(box, "echo 1 > /sys/kernel/mm/ksm/run || echo 1 > /sys/kernel/uevent_seqnum", "Read-only|denied|No such")

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

    @staticmethod
    def pool_device():
        for fields in mounts():
            if fields[4] == POOL.path:
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

        self.assertEqual(box.text("script -qec 'tty; stat -Lc %U:%G:%a $(tty)' /dev/null").split(), ["/dev/pts/0", "root:tty:620"])
        box.text("useradd alice && su alice -c 'script -qec tty /dev/null'")

    def test_shared_memory_and_message_queues_work(self):
        box = self.box().start()

        box.text("useradd alice; su alice -c 'touch /dev/shm/a /dev/mqueue/a' && test -O /dev/shm && stat /dev/mqueue/a")

    def test_control_groups_are_seen_read_only_and_as_its_own(self):
        box = self.box().start()
        seen = box.text("ls /sys/fs/cgroup").split()

        self.assertIn("memory", seen)
        self.assertEqual(box.text("grep -c ':/$' /proc/self/cgroup"), box.text("grep -c . /proc/self/cgroup"))
        with open(f"{[path for path in box.cgroups if '/memory' in path][0]}/memory.limit_in_bytes", "w") as file:
            file.write(str(256 << 20))
        self.assertEqual(box.text("cat /sys/fs/cgroup/memory/memory.limit_in_bytes"), str(256 << 20))
        self.refused(box, "echo -1 > /sys/fs/cgroup/memory/memory.limit_in_bytes", "Read-only")
        self.refused(box, "mount -t cgroup -o memory m /mnt && echo -1 > /mnt/memory.limit_in_bytes", "denied|Permission")
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
        self.assertEqual(box.text("id -u; id -Gn; pwd; echo $HOME $USER $SHELL", user="alice"), "1000\nalice games\n/home/alice\n/home/alice alice /bin/sh")
        self.assertIn("CapEff:\t0000000000000000", box.text("cat /proc/self/status", user="alice"))
        box.text("cp /usr/bin/id /usr/local/bin/rootly && chmod u+s /usr/local/bin/rootly")
        self.assertIn("euid=0(root)", box.text("/usr/local/bin/rootly", user="alice"))
        self.assertEqual(box.text("echo out > /dev/stdout", user="alice"), "out")
        self.refused(box, "su alice -c 'kill -9 1; cat /etc/shadow'", "denied|permitted")


class NetworkTest(BoxCase):
    def test_both_ends_have_what_they_need_and_nothing_more(self):
        box = self.box().start()
        details = link_details(box.link)

        self.assertEqual((details["group"], details["ifalias"]), ("77", "web of demo"))
        self.assertIn("UP", details["flags"])
        for family, name, value in (("ipv4", "rp_filter", "1"), ("ipv4", "accept_redirects", "0"), ("ipv6", "disable_ipv6", "1")):
            path = f"/proc/sys/net/{family}/conf/{box.link}/{name}"
            if os.path.exists(path):
                self.assertEqual(read(path).strip(), value)
        self.assertEqual(command("ip", "-6", "address", "show", "dev", box.link), "")
        self.assertIn(f"{box.address} proto static scope link", command("ip", "route", "show", "dev", box.link))
        self.assertEqual(box.text("ls /sys/class/net | tr '\\n' ' '"), "eth0 lo")

    def test_the_box_reaches_the_gateway_and_the_host_reaches_the_box(self):
        box = self.box().start()
        with socket.create_server((f"{SUBNET}.1", 0)) as server:
            port = server.getsockname()[1]
            server.settimeout(10)
            entry = box.enter("/bin/bash", "-c", f"exec 3<>/dev/tcp/{SUBNET}.1/{port}; echo hello >&3")
            peer, address = server.accept()
            with peer:
                self.assertEqual(peer.recv(10), b"hello\n")
            self.assertEqual(address[0], box.address)
            entry.close_stdin()
            self.assertEqual(entry.finish().status, "exited 0")
        with self.assertRaises(ConnectionRefusedError):
            socket.create_connection((box.address, 9), timeout=10)
        box.text("exec 3<>/dev/tcp/127.0.0.1/1 || true")

    def test_a_name_that_is_taken_is_a_failure_and_stays(self):
        box = self.box()
        command("ip", "link", "add", box.link, "type", "bridge")
        self.addCleanup(command, "ip", "link", "delete", box.link)
        try:
            with self.assertRaisesRegex(runner.Failed, "^failed link_make 17 "):
                box.start()
            self.assertTrue(link_exists(box.link))
            self.assertFalse(box.processes())
        finally:
            box.link = "zgone"

    def test_without_a_network_there_is_the_loopback(self):
        box = self.box(network=False).start()

        self.assertEqual(box.text("cat /sys/class/net/lo/flags; ls /sys/class/net"), "0x9\nlo")

    def test_packages_can_be_installed(self):
        self.need(os.environ.get("ZOMG_TEST_NETWORK"), "takes what a mirror takes: set ZOMG_TEST_NETWORK=1")
        box = self.box().start()
        table = f"zomg_runner_{POOL.tag}"
        with open("/proc/sys/net/ipv4/ip_forward", "r+") as file:
            before = file.read()
            file.seek(0)
            file.write("1")
        command(
            "nft",
            f"add table ip {table}; add chain ip {table} p {{ type nat hook postrouting priority 100; }};"
            f"add rule ip {table} p ip saddr {box.address} masquerade",
        )
        try:
            box.text("apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends sudo")
        finally:
            command("nft", "delete", "table", "ip", table)
            with open("/proc/sys/net/ipv4/ip_forward", "w") as file:
                file.write(before)
        box.text("useradd alice; echo 'alice ALL=(ALL) NOPASSWD: ALL' > /etc/sudoers.d/alice")
        self.assertEqual(box.text("sudo id -u", user="alice"), "0")


class PlantedTest(BoxCase):
    """The root belongs to a stranger, who was there before this start."""

    def test_links_lead_no_mount_and_no_file_out_of_the_box(self):
        box = self.box()
        box.binds = [(box.volume("a"), "/data/a", "rw"), (box.volume("b"), "/box/bin", "rw")]
        before = sorted(os.listdir("/")), sorted(os.listdir("/etc"))
        os.symlink("/../../../../..", f"{box.root}/data")
        os.symlink("/proc/1/root", f"{box.root}/box")
        command("mv", f"{box.root}/etc", f"{box.root}/usr/etc-of-box")
        os.symlink("/usr/etc-of-box", f"{box.root}/etc")
        os.unlink(f"{box.root}/usr/etc-of-box/resolv.conf")
        os.symlink("/etc/shadow", f"{box.root}/usr/etc-of-box/resolv.conf")
        os.symlink("/etc/passwd", f"{box.root}/usr/etc-of-box/boxes-env")
        with self.assertRaisesRegex(runner.Failed, "^failed mount_point "):
            box.start()
        os.unlink(f"{box.root}/box")
        box.start()

        self.assertEqual(box.text("findmnt -no TARGET /a"), "/a")
        self.assertIn("nameserver", box.text("cat /etc/resolv.conf"))
        self.assertIn("root:", box.text("cat /etc/passwd"))
        self.assertEqual(box.text("stat -c %F /etc/boxes-env"), "regular file")
        self.assertEqual((sorted(os.listdir("/")), sorted(os.listdir("/etc"))), before)

    def test_a_fifo_does_not_stop_the_start(self):
        box = self.box()
        for name in ("bash.bashrc", "resolv.conf", "hosts", "boxes-env", ".boxes-env.new"):
            if os.path.lexists(f"{box.root}/etc/{name}"):
                os.unlink(f"{box.root}/etc/{name}")
            os.mkfifo(f"{box.root}/etc/{name}")
        box.start()

        self.assertEqual(box.text("stat -c %F /etc/bash.bashrc"), "fifo")
        self.assertEqual(box.text("cat /etc/hosts"), "127.0.0.1 localhost web.demo web")
        self.assertEqual(box.text("cat /etc/boxes-env"), box.boxes_env.strip())

    def test_etc_that_leads_to_the_top_stays_in_the_box(self):
        box = self.box()
        command("mv", f"{box.root}/etc", f"{box.root}/elsewhere")
        os.symlink("/", f"{box.root}/etc")
        before = os.path.exists("/boxes-env")
        box.start()

        self.assertEqual(box.text("cat /boxes-env"), box.boxes_env.strip())
        self.assertEqual(os.path.exists("/boxes-env"), before)

    def test_the_line_in_bashrc_is_added_once(self):
        box = self.box()
        with open(f"{box.root}/etc/bash.bashrc", "w") as file:
            file.write("true # without an end of line")
        for _ in range(3):
            box.start()
            box.stop()
        box.start()

        lines = box.text("cat /etc/bash.bashrc").split("\n")
        self.assertEqual(lines, ["true # without an end of line", "[ -f /etc/boxes-env ] && . /etc/boxes-env"])
        self.assertEqual(box.text("stat -c %u:%g:%a /etc/boxes-env"), "0:0:644")
        self.assertEqual(box.text(". /etc/bash.bashrc; echo $NAME"), "a value")

    def test_missing_mount_points_are_made(self):
        box = self.box()
        for name in ("proc", "sys", "dev", "tmp", "run"):
            command("rm", "-rf", "--", f"{box.root}/{name}")
        file = f"{POOL.directory}/one-file"
        with open(file, "w") as made:
            made.write("one\n")
        box.binds = [(box.volume("a"), "/deep/er/a", "rw"), (file, "/deep/file", "ro")]
        box.start()

        self.assertEqual(box.text("stat -c %u:%g:%a /deep /deep/er /proc/.. | sort -u"), "0:0:755")
        self.assertEqual(box.text("cat /deep/file"), "one")


class FailureTest(BoxCase):
    def test_a_failed_exec_leaves_nothing_behind(self):
        box = self.box(init=["/no/such/init"])
        before = mounts()

        with self.assertRaisesRegex(runner.Failed, "^failed exec 2 /no/such/init: No such file"):
            box.start()

        self.assertFalse(link_exists(box.link))
        self.assertFalse(box.processes())
        self.assertEqual(mounts(), before)

    def test_a_failed_mount_leaves_nothing_behind(self):
        box = self.box()
        box.binds = [("/no/such/volume", "/data", "rw")]

        with self.assertRaisesRegex(runner.Failed, "^failed open_tree 2 /no/such/volume"):
            box.start()

        self.assertFalse(link_exists(box.link))
        self.assertFalse(box.processes())

    def test_a_file_system_that_cannot_map_ids_is_named(self):
        box = self.box()
        box.tmp = "/proc"

        with self.assertRaisesRegex(runner.Failed, "^failed mount_setattr 22 /proc"):
            box.start()

    def test_the_first_reason_is_the_one_that_is_told(self):
        box = self.box("privileged")
        box.binds = [("/no/such/volume", "/data", "rw")]

        with self.assertRaisesRegex(runner.Failed, "^failed open_tree 2 /no/such/volume"):
            box.start()

    def test_a_missing_group_is_named(self):
        box = self.box()
        wanted = box.cgroups
        box.cgroups = [f"{wanted[0]}-missing"]

        with self.assertRaisesRegex(runner.Failed, "^failed cgroup_view 2 "):
            box.start()
        box.cgroups = wanted

    def test_pid_1_that_ends_at_once_is_a_failure_or_a_box_that_has_ended(self):
        box = self.box(init=["/bin/false"])

        try:
            box.start()
        except runner.Failed as failed:
            self.assertRegex(str(failed), "^failed init 10 ")
        runner.wait_until(lambda: not box.processes())

    def test_a_runner_that_is_asked_to_end_says_so(self):
        process = subprocess.Popen([POOL.program, "start"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        time.sleep(0.1)
        process.send_signal(signal.SIGTERM)

        self.assertRegex(process.stdout.read()[5:].decode(), "^failed plan 125 ")
        self.assertEqual(process.wait(), 1)
        process.stdin.close()
        process.stdout.close()

    def test_a_runner_that_is_killed_at_any_moment_leaves_a_whole_box_or_none(self):
        dice = random.Random(1)
        outcomes = {"whole": 0, "none": 0}
        for number in (signal.SIGKILL, signal.SIGTERM) * 15:
            box = self.box()
            process = subprocess.Popen([POOL.program, "start"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
            process.stdin.write(runner.frame(runner.PLAN, runner.plan_bytes(box.plan())))
            process.stdin.close()
            time.sleep(dice.random() * 0.005)
            process.send_signal(number)
            answer = process.stdout.read()
            process.stdout.close()
            process.wait()
            if answer[4:5] == bytes([runner.STARTED]):
                box.pid, box.start_time = map(int, answer[5:].split())
                self.assertEqual(box.text("echo up"), "up")
                outcomes["whole"] += 1
            else:
                if number == signal.SIGTERM:
                    self.assertFalse(box.processes())
                    self.assertFalse(link_exists(box.link))
                runner.wait_until(lambda: not box.processes())
                runner.wait_until(lambda: not link_exists(box.link))
                outcomes["none"] += 1
            box.stop()
        self.assertGreater(outcomes["none"], 0)


class EnterTest(BoxCase):
    @classmethod
    def setUpClass(cls):
        cls.shared = Box(POOL).start()
        cls.shared.text("useradd -m -s /bin/bash alice")

    @classmethod
    def tearDownClass(cls):
        cls.shared.stop()

    def test_status_and_streams_arrive(self):
        entry = self.shared.run("/bin/bash", "-c", "cat; echo oops >&2; exit 7", stdin=b"a\0b" * 100_000)

        self.assertEqual((entry.status, entry.exit), ("exited 7", 0))
        self.assertEqual((entry.stdout, entry.stderr), (b"a\0b" * 100_000, b"oops\n"))

    def test_a_signal_is_a_signal(self):
        self.assertEqual(self.shared.sh("kill -TERM $$").status, "signalled 15")
        entry = self.shared.enter("/bin/bash", "-c", "trap 'exit 3' USR1; echo up; while :; do sleep 0.01; done")
        while not entry.stdout:
            entry.step()
        entry.send(runner.CONTROL, b"signal 10")
        self.assertEqual(entry.finish().status, "exited 3")

    def test_the_pid_is_the_boxes(self):
        entry = self.shared.sh("echo $$")

        self.assertEqual(int(entry.stdout), entry.pid)

    def test_a_program_that_is_missing_or_no_program(self):
        missing = self.shared.run("no-such-program")
        self.assertEqual((missing.status, missing.stderr), ("exited 127", b"no-such-program: not found\n"))
        path = self.shared.run("/etc/no/such")
        self.assertEqual((path.status, path.stderr), ("exited 127", b"/etc/no/such: not found\n"))
        data = self.shared.run("/etc/passwd")
        self.assertEqual((data.status, data.stderr), ("exited 126", b"/etc/passwd: Permission denied\n"))
        directory = self.shared.run("/etc")
        self.assertEqual(directory.status, "exited 126")
        self.assertIsNotNone(missing.pid)

    def test_path_comes_from_the_environment_of_the_plan(self):
        self.shared.text("mkdir -p /opt/x && printf '#!/bin/sh\\necho mine' > /opt/x/mine && chmod 755 /opt/x/mine")

        self.assertEqual(self.shared.run("mine", env=["PATH=/opt/x"]).stdout, b"mine\n")
        self.assertEqual(self.shared.run("mine").status, "exited 127")
        self.assertEqual(self.shared.text("echo $PATH"), "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin")

    def test_the_environment_is_the_plans_and_the_users(self):
        text = self.shared.run("env", env=["HOME=/x", "A=b c"], user="alice").stdout.decode().split("\n")

        self.assertIn("HOME=/x", text)
        self.assertIn("A=b c", text)
        self.assertIn("USER=alice", text)
        self.assertIn("LOGNAME=alice", text)
        self.assertIn("SHELL=/bin/bash", text)
        self.assertEqual(len(text), 7)

    def test_the_directory_is_the_plans_or_the_home(self):
        self.assertEqual(self.shared.text("pwd"), "/root")
        self.assertEqual(self.shared.text("pwd", cwd="/usr/../etc"), "/etc")
        self.assertEqual(self.shared.text("pwd", user="alice"), "/home/alice")
        self.assertRegex(self.shared.run("true", cwd="/no/such").status, "^failed cwd 2 ")
        self.assertRegex(self.shared.run("true", cwd="/root", user="alice").status, "^failed cwd 13 ")

    def test_descriptors_directories_and_memory_of_the_runner_are_out_of_reach(self):
        entry = self.shared.enter("sleep", "30")
        while entry.pid is None:
            entry.step()
        host = next(pid for pid in self.shared.processes() if pid != self.shared.pid and self.inner(pid) == entry.pid)
        self.only_standard_descriptors(host)
        for number in range(3, 12):
            status = self.shared.run("true", cwd=f"/proc/self/fd/{number}").status
            self.assertRegex(status, "^failed cwd ")
        entry.process.terminate()
        self.assertEqual(entry.finish().status, "signalled 1")

    @staticmethod
    def inner(pid):
        return int(re.search(r"NSpid:.*\t(\d+)", read(f"/proc/{pid}/status"))[1])

    def test_an_unknown_user_is_refused(self):
        self.assertRegex(self.shared.run("true", user="bob").status, "^failed user 2 bob")

    def test_root_is_known_to_a_box_without_passwd(self):
        box = self.box().start()
        box.text("rm /etc/passwd /etc/group")

        self.assertEqual(box.text("id -u; pwd"), "0\n/root")

    def test_passwd_that_is_a_fifo_does_not_stop_it(self):
        box = self.box().start()
        box.text("rm /etc/passwd && mkfifo /etc/passwd")

        self.assertEqual(box.text("echo $UID"), "0")
        self.assertRegex(box.run("true", user="daemon").status, "^failed user 22 ")

    def test_the_same_walls_stand_for_who_enters(self):
        status = self.shared.text("cat /proc/self/status")

        self.assertIn("Seccomp:\t2", status)
        self.assertEqual(re.search(r"CapBnd:\s*(\w+)", status)[1], re.search(r"CapBnd:\s*(\w+)", self.shared.text("cat /proc/1/status"))[1])

    def test_signals_mask_umask_session_and_group_are_fresh(self):
        status = self.shared.run("cat", "/proc/self/status").stdout.decode()

        for name in ("SigBlk", "SigIgn", "SigCgt"):
            self.assertEqual(int(re.search(rf"{name}:\s*(\w+)", status)[1], 16), 0, name)
        self.assertEqual(self.shared.text("umask; ulimit -Sn"), "0022\n1024")
        entry = self.shared.run("perl", "-e", "print getpgrp(0) == $$ ? 1 : 0")
        self.assertEqual(entry.stdout, b"1")

    def test_another_process_or_another_level_is_refused(self):
        box = self.shared
        wrong = self.shared.entry_plan(["true"], start_time=str(box.start_time + 1))
        self.assertRegex(runner.Entry(POOL.program, wrong).finish().status, "^failed identity 3 ")
        wrong = self.shared.entry_plan(["true"], isolation="privileged")
        self.assertRegex(runner.Entry(POOL.program, wrong).finish().status, "^failed isolation 22 ")
        wrong = self.shared.entry_plan(["true"], pid="4194303")
        self.assertRegex(runner.Entry(POOL.program, wrong).finish().status, "^failed pidfd 3 ")

    def test_it_belongs_to_the_control_groups_and_the_relay_does_not(self):
        entry = self.shared.enter("sleep", "30")
        while entry.pid is None:
            entry.step()
        processes = self.shared.processes()
        self.assertNotIn(entry.process.pid, processes)
        self.assertIn(entry.pid, map(self.inner, processes - {self.shared.pid}))
        entry.process.stdin.close()
        self.assertEqual(entry.finish().status, "signalled 1")

    def test_the_end_of_the_box_is_the_end_of_who_entered(self):
        box = self.box().start()
        entry = box.enter("sleep", "60")
        while entry.pid is None:
            entry.step()
        os.kill(box.pid, signal.SIGKILL)

        self.assertEqual(entry.finish().status, "signalled 9")

    def test_a_background_process_stays_with_pid_1_and_logs(self):
        script = "echo out; echo err >&2; echo $PPID; sleep 0.2; echo late"
        entry = self.shared.run("/bin/bash", "-c", script, mode="background", user="alice")

        self.assertEqual((entry.status, entry.stdout), ("exited 0", b""))
        log = f"/tmp/boxes/exec/{entry.pid}.log"
        runner.wait_until(lambda: "late" in self.shared.text(f"cat {log}"))
        self.assertEqual(self.shared.text(f"cat {log}").split(), ["out", "err", "1", "late"])
        self.assertEqual(self.shared.text(f"stat -c %U:%a {log}; stat -c %U:%a /tmp/boxes /tmp/boxes/exec"), "alice:600\nroot:755\nroot:755")
        missing = self.shared.run("no-such-program", mode="background")
        self.assertEqual((missing.status, missing.stderr), ("exited 127", b"no-such-program: not found\n"))

    def test_a_log_is_not_led_astray_by_links(self):
        box = self.box().start()
        box.text("mkdir /tmp/elsewhere && ln -s /tmp/elsewhere /tmp/boxes")

        self.assertRegex(box.run("true", mode="background").status, "^failed log ")
        self.assertEqual(box.text("ls /tmp/elsewhere"), "")
        box.text("rm /tmp/boxes && mkdir -p /tmp/boxes/exec")
        box.text("perl -e 'symlink \"/etc/x\", \"/tmp/boxes/exec/$_.log\" for 1 .. 999'")
        self.assertRegex(box.run("true", mode="background").status, "^failed log 40 ")
        self.assertFalse(os.path.lexists(f"{box.root}/etc/x"))

    def test_many_at_once(self):
        entries = [self.shared.enter("/bin/bash", "-c", f"cat; exit {number}") for number in range(20)]
        for entry in entries:
            entry.send(runner.STDIN, b"x" * 1000)
            entry.close_stdin()
        for number, entry in enumerate(entries):
            entry.finish()
            self.assertEqual((entry.status, len(entry.stdout)), (f"exited {number}", 1000))


class PrivilegedTest(BoxCase):
    def test_it_is_the_hosts_root_with_the_hosts_devices_and_its_own_terminals(self):
        box = self.box("privileged").start()

        self.assertEqual(box.text("cat /proc/self/uid_map").split(), ["0", "0", "4294967295"])
        for pid in ("1", "self"):
            status = box.text(f"cat /proc/{pid}/status")
            self.assertIn("Seccomp:\t0", status)
            self.assertEqual(re.search(r"CapEff:\s*(\w+)", status)[1], re.search(r"CapBnd:\s*(\w+)", read("/proc/self/status"))[1])
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
        self.assertNotIn(POOL.directory, box.text("awk '{ print $5 }' /proc/self/mountinfo"))

    def test_who_enters_has_everything_too(self):
        box = self.box("privileged").start()

        self.assertEqual(box.text("unshare -U echo nested"), "nested")
        box.text("useradd alice")
        self.assertIn("CapEff:\t0000000000000000", box.text("cat /proc/self/status", user="alice"))


def unable():
    """Why these tests cannot run here, or None."""
    if os.geteuid() != 0:
        return "needs root"
    root = os.environ.get("ZOMG_TEST_ROOT", "")
    if not root:
        return "ZOMG_TEST_ROOT names no root file system (debootstrap --variant=minbase --include=tini,...)"
    if not os.access(f"{root}/usr/bin/tini", os.X_OK):
        return f"no /usr/bin/tini in {root}"
    return None


def main():
    global POOL
    reason = unable()
    if reason is not None:
        required = "root" in os.environ.get("ZOMG_REQUIRE", "").split(",")
        print(f"{'FAILED' if required else 'SKIPPED'}: tests of real boxes: {reason}", file=sys.stderr)
        return 1 if required else 0
    POOL = Pool(sys.argv.pop(1), os.environ["ZOMG_TEST_ROOT"])
    try:
        return 0 if unittest.main(exit=False).result.wasSuccessful() else 1
    finally:
        POOL.remove()


if __name__ == "__main__":
    sys.exit(main())
