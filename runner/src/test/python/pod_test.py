"""Boxes in containers: the namespaces of a pod without a cluster, and verbs as an exec would start them."""

import json
import os
import signal
import subprocess
import sys
from types import SimpleNamespace

import runner
from cases import BoxCase
from files_test import FilesCall, write
from pool import INIT, command, mounts, read

HERE = os.path.dirname(os.path.abspath(__file__))
ADDRESS = "10.231.78.9"
ENVIRONMENT = {"ZOMG_NODE_IP": "10.231.78.1", "KUBERNETES_SERVICE_HOST": "10.96.0.1", "PATH": "/nowhere"}


class Pod:
    """A container and the box that it becomes; stop() is for addCleanup."""

    level = "privileged"
    cgroup_version = 1
    cgroups = ()
    binds = ()

    def __init__(self, pool):
        pool.boxes += 1
        self.uid = f"{pool.tag}{pool.boxes:04d}"
        self.directory = f"{pool.directory}/pod-{self.uid}"
        self.root = f"{pool.path}/{self.uid}"
        self.tmp = f"{pool.path}/tmp-{self.uid}"
        self.etc = f"{self.directory}/etc"
        self.message = f"{self.directory}/message"
        self.groups = pool.group(1, f"zrt-{self.uid}")
        self.program = pool.program
        self.plan = [
            ("isolation", "privileged"),
            ("hostname", "web.demo"),
            ("bind_from", "/zomg/system/home"),
            ("bind_to", "/home"),
            ("bind_mode", "rw"),
            ("env", "TERM=xterm-256color"),
            ("env", 'GREETING=a "b" $c'),
        ]
        self.init = INIT
        self.process = None
        command("btrfs", "-q", "subvolume", "snapshot", f"{pool.path}/base", self.root)
        for path in (self.directory, self.tmp, self.etc, f"{self.directory}/root", self.data, self.home):
            os.mkdir(path)
        # What the tests of boxes on the host start
        self.pool = SimpleNamespace(program=f"{self.directory}/exec")

    @property
    def data(self):
        return f"{self.directory}/data"

    @property
    def home(self):
        return f"{self.directory}/home"

    def create(self):
        """The container, whose PID 1 waits for start()."""
        with open(f"{self.etc}/plan", "wb") as file:
            file.write(runner.plan_bytes([*self.plan, *(("arg", word) for word in self.init)]))
        open(self.message, "w").close()
        description = f"{self.directory}/description"
        with open(description, "w") as file:
            json.dump(self.description(), file)
        namespaces = ["--mount", "--pid", "--fork", "--uts", "--ipc", "--net", "--propagation", "private"]
        self.process = subprocess.Popen(
            ["unshare", *namespaces, sys.executable, "-B", f"{HERE}/container.py", description],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        assert self.process.stdout.readline() == b"here\n", self.process.stderr.read().decode()
        children = f"/proc/{self.process.pid}/task/{self.process.pid}/children"
        self.pid = int(read(children))
        with open(self.pool.program, "w") as file:
            file.write(f'#!/bin/sh\nexec nsenter -t {self.pid} -m -p -n -u -i -- /zomg-runner "$@"\n')
        os.chmod(self.pool.program, 0o755)
        return self

    def description(self):
        return {
            "root": f"{self.directory}/root",
            "program": self.program,
            "groups": self.groups,
            "address": f"{ADDRESS}/24",
            "message": self.message,
            "environment": ENVIRONMENT,
            "binds": [
                (self.root, "/volumes"),
                (self.tmp, "/zomg/tmp"),
                (self.etc, "/zomg/etc"),
                (self.data, "/zomg/data"),
                (self.home, "/zomg/system/home"),
            ],
        }

    def start(self):
        return self.create().proceed()

    def proceed(self):
        self.process.stdin.write(b"\n")
        self.process.stdin.flush()
        return self

    def ends(self):
        """(exit status, what is said on stderr, what kubelet is told) of a container that fails."""
        said = self.process.communicate(timeout=20)[1].decode()
        return self.process.returncode, said, read(self.message)

    def place(self):
        return {"place": "pod"}

    def entry_plan(self, words, **keys):
        environment = keys.pop("env", [])
        return [
            *{**self.place(), "isolation": self.level, **keys}.items(),
            *(("env", variable) for variable in environment),
            *(("arg", word) for word in words),
        ]

    def text(self, script):
        entry = runner.Entry(self.pool.program, self.entry_plan(["/bin/bash", "-c", script]))
        entry.close_stdin()
        entry.finish()
        assert entry.status == "exited 0", (script, entry.status, entry.stderr)
        return entry.stdout.decode().strip()

    def call(self, verb, pairs):
        """All frames of a verb that needs no input."""
        done = subprocess.run(
            [self.pool.program, verb],
            input=runner.frame(runner.PLAN, runner.plan_bytes(pairs)),
            stdout=subprocess.PIPE,
            timeout=30,
        )
        return done.stdout[4], done.stdout[5:].decode()

    def stop(self):
        if self.process is None:
            return
        try:
            os.kill(self.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self.process.wait(timeout=20)
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            stream.close()
        self.process = None


class PodTest(BoxCase):
    def pod(self):
        pod = Pod(self.pool)
        self.addCleanup(pod.stop)
        return pod

    def test_pid_1_is_what_the_plan_says_and_sees_only_its_box(self):
        before = mounts()
        box = self.pod().start()

        self.assertEqual(box.text("tr '\\0' ' ' </proc/1/cmdline"), " ".join(INIT))
        self.assertEqual(box.text("hostname"), "web.demo")
        self.assertEqual(
            box.text("tr '\\0' '\\n' </proc/1/environ").splitlines(),
            [
                "TERM=xterm-256color",
                'GREETING=a "b" $c',
                "ZOMG_API_IP=10.231.78.1",
                "ZOMG_NODE_IP=10.231.78.1",
                "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
                "HOME=/root",
            ],
        )
        self.assertEqual(box.text('. /etc/boxes-env; echo "$GREETING$ZOMG_NODE_IP"'), 'a "b" $c10.231.78.1')
        self.assertEqual(
            box.text("tail -n 1 /etc/hosts; cat /etc/resolv.conf").splitlines(),
            [f"{ADDRESS} web.demo web", "search demo.svc.cluster.local"],
        )
        self.assertEqual(box.text("ls -d /zomg* /volumes /dev/termination-log 2>&1 | grep -vc 'No such' || true"), "0")
        self.assertEqual(box.text("ls -A /tmp /run /home"), "/home:\n\n/run:\n\n/tmp:")
        self.assertEqual(box.text("stat -c %a /tmp"), "1777")
        self.assertEqual(box.text("cut -d: -f3 /proc/1/cgroup | sort -u"), "/")
        self.assertEqual(box.text("ls /dev/pts; tty >/dev/null; ls -A /dev/shm"), "ptmx")
        self.only_standard_descriptors(box.pid)
        self.assertEqual(mounts(), before)

    def test_who_comes_before_pid_1_is_ready_waits(self):
        box = self.pod().create()
        entry = runner.Entry(box.pool.program, box.entry_plan(["/bin/cat", "/proc/1/comm"]))

        box.proceed()
        entry.close_stdin()
        entry.finish()

        self.assertEqual((entry.stdout, entry.status), (b"tini\n", "exited 0"))

    def test_what_was_in_tmp_and_run_is_gone_after_a_restart(self):
        box = self.pod().start()
        box.text("mkdir -p /tmp/a/b/c && touch /tmp/a/b/x && chmod 0 /tmp/a/b && touch /run/x /kept /home/kept")
        box.stop()

        box.start()

        self.assertEqual(box.text("ls -A /tmp /run; ls /kept /home/kept"), "/run:\n\n/tmp:\n/home/kept\n/kept")

    def test_a_failure_is_told_to_kubelet(self):
        unknown = self.pod()
        unknown.plan.append(("nonsense", "1"))
        hardened = self.pod()
        hardened.plan[0] = ("isolation", "hardened")
        missing = self.pod()
        missing.init = ["/usr/bin/nothere"]
        unmountable = self.pod()
        unmountable.plan[2] = ("bind_from", "/zomg/nothere")
        expected = {
            unknown: "failed plan 22 unknown key: Invalid argument",
            hardened: "failed plan 22 isolation: Invalid argument",
            missing: "failed exec 2 /usr/bin/nothere: No such file or directory",
            unmountable: "failed open_tree 2 /zomg/nothere: No such file or directory",
        }

        for pod, text in expected.items():
            self.assertEqual(pod.start().ends(), (1, f"{text}\n", text))

    def test_files_are_those_of_the_box(self):
        box = self.pod().start()

        self.assertEqual(write(box, "/etc/new", b"content"), "exited 0")
        self.assertEqual(FilesCall(box, "read", "/etc/new").finish()[::2], ("exited 0", b"content"))
        self.assertEqual(read(f"{box.root}/etc/new"), "content")
        self.assertEqual(write(box, "/run/new", b"content"), "exited 0")
        self.assertEqual(FilesCall(box, "show", "/proc/version").finish()[0][:17], "failed not_served")

    def test_a_volume_comes_and_goes(self):
        box = self.pod().start()
        with open(f"{box.data}/x", "w") as file:
            file.write("content")
        named = [*box.place().items(), ("isolation", box.level)]

        mounted = [*named, ("bind_from", "/zomg/data"), ("bind_to", "/srv/data"), ("bind_mode", "ro")]
        self.assertEqual(box.call("volumes", mounted), (runner.STATUS, "exited 0"))
        self.assertEqual(box.text("cat /srv/data/x; touch /srv/data/y 2>/dev/null || echo refused"), "contentrefused")
        self.assertEqual(box.call("volumes", [*named, ("unmount", "/srv/data")]), (runner.STATUS, "exited 0"))
        self.assertEqual(box.text("ls -A /srv/data"), "")

    def test_a_tunnel_begins(self):
        box = self.pod().start()

        self.assertEqual(box.call("tunnel", [*box.place().items()]), (runner.STARTED, "tunnel"))

    def test_a_session_that_is_there_is_not_begun_again(self):
        box = self.pod().start()
        words = ["/bin/sh", "-c", "echo >>/begun; exec sleep 60"]
        plan = box.entry_plan(words, session="/run/zomg/sessions/one", wait="60")

        self.assertEqual(box.call("session", plan)[0], runner.STARTED)
        self.assertEqual(
            box.call("session", plan), (runner.STATUS, "failed session 17 /run/zomg/sessions/one: File exists")
        )
        self.assertEqual(box.text("wc -l </begun; ls -d /run/zomg 2>/dev/null || echo outside"), "1\noutside")
