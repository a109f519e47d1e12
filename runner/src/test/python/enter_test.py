"""Processes in a box that runs."""

import os
import re
import signal

import runner
from cases import BoxCase
from pool import Box, read


class EnterTest(BoxCase):
    @classmethod
    def setUpClass(cls):
        cls.shared = Box(cls.pool).start()
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
        self.assertIn(re.search(r"CapBnd:\s*\w+", status)[0], self.shared.text("cat /proc/1/status"))

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
        self.assertRegex(runner.Entry(self.pool.program, wrong).finish().status, "^failed identity 3 ")
        wrong = self.shared.entry_plan(["true"], isolation="privileged")
        self.assertRegex(runner.Entry(self.pool.program, wrong).finish().status, "^failed isolation 22 ")
        wrong = self.shared.entry_plan(["true"], pid="4194303")
        self.assertRegex(runner.Entry(self.pool.program, wrong).finish().status, "^failed pidfd 3 ")

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

    def test_a_process_that_runs_out_of_time_ends(self):
        entry = self.shared.sh("trap 'echo hup; exit 5' HUP; while :; do sleep 0.05; done", limit="1")
        self.assertEqual((entry.status, entry.stdout), ("timed_out", b"hup\n"))
        deaf = self.shared.sh("trap '' HUP; while :; do sleep 0.05; done", limit="1")
        self.assertEqual(deaf.status, "timed_out")
        self.assertEqual(self.shared.sh("exit 3", limit="1").status, "exited 3")

    def test_many_at_once(self):
        entries = [self.shared.enter("/bin/bash", "-c", f"cat; exit {number}") for number in range(20)]
        for entry in entries:
            entry.send(runner.STDIN, b"x" * 1000)
            entry.close_stdin()
        for number, entry in enumerate(entries):
            entry.finish()
            self.assertEqual((entry.status, len(entry.stdout)), (f"exited {number}", 1000))
