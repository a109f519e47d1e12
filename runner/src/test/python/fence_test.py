"""The fence: what a server started ends with it, and holds up the next server until then."""

import fcntl
import os
import signal
import subprocess
import sys

import runner
from cases import BoxCase
from pool import Box, read
from session_test import Session

# A server that starts one child, and waits
SERVER = """
import os, subprocess, sys
words = [word.replace("SERVERPID", str(os.getpid())) for word in sys.argv[1:]]
child = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
print(child.pid, flush=True)
sys.stdout.buffer.write(child.stdout.read())
sys.stdout.flush()
sys.exit(child.wait())
"""


class FenceTest(BoxCase):
    def setUp(self):
        super().setUp()
        self.fence = f"{self.pool.directory}/fence"
        with open(self.fence, "w"):
            pass
        self.addCleanup(os.unlink, self.fence)

    def is_free(self):
        with open(self.fence) as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return False
            return True

    def server(self, *verb):
        """(server, pid of the runner that it started)"""
        words = [sys.executable, "-c", SERVER, self.pool.program, "--fence", self.fence, "SERVERPID", *verb]
        server = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.addCleanup(server.stdout.close)
        self.addCleanup(server.wait)
        self.addCleanup(server.kill)
        return server, int(server.stdout.readline())

    def descendants(self, pid):
        try:
            children = list(map(int, read(f"/proc/{pid}/task/{pid}/children").split()))
        except (FileNotFoundError, ProcessLookupError):
            return []
        return [pid for child in children for pid in [child, *self.descendants(child)]]

    def test_a_program_ends_with_the_server_and_takes_all_that_it_started(self):
        script = "trap '' TERM; (setsid sleep 4713 & setsid setsid sleep 4714 &); sleep 4715"
        server, child = self.server("run", "--", "/bin/sh", "-c", script)
        tree = runner.wait_until(lambda: len(self.descendants(child)) >= 4 and self.descendants(child))
        self.assertFalse(self.is_free())

        server.kill()

        runner.wait_until(self.is_free, seconds=8)
        runner.wait_until(lambda: not any(os.path.exists(f"/proc/{pid}") for pid in [child, *tree]))

    def test_a_program_that_is_held_up_holds_up_the_next_server(self):
        server, child = self.server("run", "--", "sleep", "4716")
        runner.wait_until(lambda: self.descendants(child))
        program = self.descendants(child)[0]

        os.kill(child, signal.SIGSTOP)
        server.kill()
        server.wait()
        self.assertFalse(self.is_free())
        os.kill(child, signal.SIGCONT)

        runner.wait_until(self.is_free)
        runner.wait_until(lambda: not os.path.exists(f"/proc/{program}"))

    def test_the_exit_status_is_the_programs(self):
        server, _ = self.server("run", "--", "/bin/sh", "-c", "exit 7")
        self.assertEqual(server.wait(), 7)
        server, _ = self.server("run", "--", "/bin/sh", "-c", "kill -KILL $$")
        self.assertEqual(server.wait(), 128 + 9)
        server, _ = self.server("run", "--", "/no/such")
        self.assertEqual(server.wait(), 125)

    def test_a_call_that_comes_too_late_does_nothing(self):
        plan = runner.frame(runner.PLAN, b"")
        words = [self.pool.program, "--fence", self.fence, str(os.getppid())]

        for verb in ("start", "enter"):
            late = subprocess.run([*words, verb], input=plan, stdout=subprocess.PIPE)
            self.assertRegex(late.stdout[5:].decode(), "^failed fence 10 the server has ended")
        self.assertEqual(subprocess.run([*words, "run", "--", "true"], stderr=subprocess.DEVNULL).returncode, 125)

    def test_no_process_of_a_box_holds_it(self):
        box = Box(self.pool)
        self.addCleanup(box.stop)
        fenced = [self.pool.program, "--fence", self.fence, str(os.getpid())]

        plan = runner.frame(runner.PLAN, runner.plan_bytes(box.plan()))
        done = subprocess.run([*fenced, "start"], input=plan, stdout=subprocess.PIPE, timeout=30)
        box.pid, box.start_time = map(int, done.stdout[5:].split())
        session = Session(box, ["sleep", "4717"], fenced=fenced[1:], mode="background")
        self.addCleanup(session.remove)

        runner.wait_until(self.is_free)
        self.assertEqual(len(box.processes()), 3)
        for pid in box.processes():
            self.only_standard_descriptors(pid)

    def test_a_session_lets_go_of_it_and_outlives_the_server(self):
        box = self.box().start()
        session = Session(box, ["sleep", "4719"], fenced=["--fence", self.fence, str(os.getpid())])
        self.addCleanup(session.remove)

        self.assertIsNotNone(session.supervisor)
        runner.wait_until(self.is_free)
        self.assertFalse(session.is_over())

    def test_a_foreground_command_ends_with_the_server(self):
        box = self.box().start()
        server, child = self.server("enter")
        entry = box.entry_plan(["sh", "-c", "trap '' HUP; sleep 4718 & wait"])
        plan = runner.frame(runner.PLAN, runner.plan_bytes(entry))
        with open(f"/proc/{server.pid}/fd/{self.pipe_to(server.pid, child)}", "wb", buffering=0) as pipe:
            pipe.write(plan)
        runner.wait_until(lambda: len(box.processes()) == 4)
        self.assertFalse(self.is_free())

        server.kill()

        runner.wait_until(self.is_free, seconds=8)
        runner.wait_until(lambda: len(box.processes()) == 2)

    @staticmethod
    def pipe_to(server, child):
        pipe = os.readlink(f"/proc/{child}/fd/0")
        numbers = os.listdir(f"/proc/{server}/fd")
        return next(number for number in numbers if os.readlink(f"/proc/{server}/fd/{number}") == pipe)
