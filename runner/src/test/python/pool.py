"""A scratch btrfs pool, control groups and a gateway for the tests of zomg-runner; all of it goes away again."""

import json
import os
import re
import shutil
import signal
import subprocess
import tempfile

import runner

ID_FIRST = 2_000_000_000
SUBNET = "10.231.77"
INIT = ["/usr/bin/tini", "-s", "--", "/bin/bash", "-lc", "sleep infinity"]
LETTERS = "abcdefghijklmnopqrstuvwxyz234567"


def command(*words, **options):
    return subprocess.run(words, check=True, stdout=subprocess.PIPE, **options).stdout.decode()


def read(path):
    with open(path) as file:
        return file.read()


def mounts():
    return [line.split(" ") for line in read("/proc/self/mountinfo").splitlines()]


def cgroup_parents(version):
    """Directories below which the test may make groups: of v1 those for memory, cpu, pids; of v2 its root."""
    found = []
    for fields in mounts():
        tail = fields[fields.index("-") + 1 :]
        if version == 2 and tail[0] == "cgroup2":
            return [fields[4]]
        if version == 1 and tail[0] == "cgroup" and {"memory", "cpu", "pids"} & set(tail[2].split(",")):
            found.append(fields[4])
    return found


def link_exists(name):
    return os.path.exists(f"/sys/class/net/{name}")


class Pool:
    def __init__(self, program, source):
        self.program = os.path.abspath(program)
        self.tag = "".join(LETTERS[byte % 32] for byte in os.urandom(8))
        self.boxes = 0
        self.groups = []
        scratch = os.environ.get("ZOMG_TEST_SCRATCH", "/var/tmp")
        self.directory = tempfile.mkdtemp(prefix="zomg-runner-", dir=scratch)
        self.path = f"{self.directory}/pool"
        self.gateway = f"zrt{self.tag}"
        self.gateway_made = False
        self.mounted = False
        try:
            self._make(source)
        except BaseException:
            self.remove()
            raise

    def _make(self, source):
        image = f"{self.directory}/image"
        command("fallocate", "-l", "2G", image)
        command("mkfs.btrfs", "-q", "-K", image, stderr=subprocess.DEVNULL)
        os.mkdir(self.path)
        command("mount", "-o", "loop,nodiscard,noatime", image, self.path)
        self.mounted = True
        command("btrfs", "-q", "subvolume", "create", f"{self.path}/base")
        command("cp", "-a", "--", f"{source}/.", f"{self.path}/base/")
        command("ip", "link", "add", self.gateway, "type", "bridge")
        self.gateway_made = True
        command("ip", "address", "add", f"{SUBNET}.1/32", "dev", self.gateway)
        command("ip", "link", "set", self.gateway, "up")
        os.sync()

    def group(self, version, name):
        paths = [f"{parent}/{name}" for parent in cgroup_parents(version)]
        for path in paths:
            os.mkdir(path)
            self.groups.append(path)
        return paths

    def remove(self):
        for path in self.groups:
            runner.wait_until(lambda: remove_group(path))
        if self.gateway_made:
            command("ip", "link", "delete", self.gateway)
        if self.mounted:
            # Refused as long as anything of a box holds on to it
            umount = ["umount", self.path]
            runner.wait_until(lambda: subprocess.run(umount, stderr=subprocess.DEVNULL).returncode == 0)
        shutil.rmtree(self.directory)


def remove_group(path):
    try:
        os.rmdir(path)
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return True


class Box:
    """A box to be started; stop() is for addCleanup."""

    def __init__(self, pool, level="hardened", cgroup=1, network=True, init=None):
        pool.boxes += 1
        self.pool = pool
        self.level = level
        self.number = pool.boxes
        self.uid = f"{pool.tag}{self.number:04d}"
        self.id_first = ID_FIRST + 65536 * self.number
        self.root = f"{pool.path}/{self.uid}"
        self.tmp = f"{pool.path}/tmp-{self.uid}"
        self.link = f"z{self.uid}"
        self.address = f"{SUBNET}.{self.number + 1}"
        self.network = network
        self.cgroup_version = cgroup
        self.cgroups = pool.group(cgroup, f"zrt-{self.uid}")
        self.binds = []
        self.boxes_env = 'export NAME="a value"\n'
        self.init = init or INIT
        self.pid = None
        command("btrfs", "-q", "subvolume", "snapshot", f"{pool.path}/base", self.root)
        os.mkdir(self.tmp)
        os.chmod(self.tmp, 0o1777)
        hosts = "127.0.0.1 localhost web.demo web\n"
        for name, text in (("resolv.conf", read("/etc/resolv.conf")), ("hosts", hosts), ("boxes-env", self.boxes_env)):
            with open(f"{pool.directory}/{self.uid}-{name}", "w") as file:
                file.write(text)

    def plan(self):
        directory = self.pool.directory
        pairs = [
            ("uid", self.uid),
            ("root", self.root),
            ("isolation", self.level),
            ("hostname", "web.demo"),
            ("cgroup_version", str(self.cgroup_version)),
            *(("cgroup", path) for path in self.cgroups),
            ("tmp", self.tmp),
            ("resolv_conf", f"{directory}/{self.uid}-resolv.conf"),
            ("hosts", f"{directory}/{self.uid}-hosts"),
            ("boxes_env", f"{directory}/{self.uid}-boxes-env"),
            ("env", "TERM=xterm-256color"),
        ]
        if self.level == "hardened":
            pairs.append(("id_first", str(self.id_first)))
        for source, target, mode in self.binds:
            pairs += [("bind_from", source), ("bind_to", target), ("bind_mode", mode)]
        if self.network:
            pairs += [("link", self.link), ("link_group", "77"), ("link_alias", "web of demo")]
            pairs += [("address", self.address), ("gateway", f"{SUBNET}.1")]
        return pairs + [("arg", word) for word in self.init]

    def generation(self):
        """Of the root as it is on disk: grows with each change."""
        command("btrfs", "filesystem", "sync", self.root)
        return int(re.search(r"Generation:\s+(\d+)", command("btrfs", "subvolume", "show", self.root)).group(1))

    def start(self):
        self.pid, self.start_time = runner.start(self.pool.program, self.plan())
        return self

    def place(self):
        return {"pid": str(self.pid), "start_time": str(self.start_time)}

    def entry_plan(self, words, **keys):
        pairs = {**self.place(), "isolation": self.level, **keys}
        environment = pairs.pop("env", [])
        return [
            *pairs.items(),
            ("cgroup_version", str(self.cgroup_version)),
            *(("cgroup", path) for path in self.cgroups),
            *(("env", variable) for variable in environment),
            *(("arg", word) for word in words),
        ]

    def enter(self, *words, **keys):
        return runner.Entry(self.pool.program, self.entry_plan(words, **keys))

    def run(self, *words, stdin=b"", **keys):
        entry = self.enter(*words, **keys)
        if stdin:
            entry.send(runner.STDIN, stdin)
        entry.close_stdin()
        return entry.finish()

    def sh(self, script, **keys):
        return self.run("/bin/bash", "-c", script, **keys)

    def text(self, script, **keys):
        """The output of a script that must succeed."""
        entry = self.sh(script, **keys)
        assert entry.status == "exited 0", (script, entry.status, entry.stdout, entry.stderr)
        return entry.stdout.decode().strip()

    def processes(self):
        found = set()
        for path in self.cgroups:
            found |= set(map(int, read(f"{path}/cgroup.procs").split()))
        return found

    def volume(self, name):
        path = f"{self.pool.path}/volume-{self.uid}-{name}"
        os.mkdir(path)
        return path

    def stop(self):
        if self.pid is not None:
            try:
                os.kill(self.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
            self.pid = None
        runner.wait_until(lambda: not self.processes())
        runner.wait_until(lambda: not link_exists(self.link))


def link_details(name):
    return json.loads(command("ip", "-json", "-details", "link", "show", "dev", name))[0]
