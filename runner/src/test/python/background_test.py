"""Processes that nobody talks to."""

import os
import re
import signal
import time

import runner
from cases import BoxCase
from pool import Box, read
from session_test import Session

HALF = 10 << 20


class BackgroundTest(BoxCase):
    level = "hardened"

    @classmethod
    def setUpClass(cls):
        cls.shared = Box(cls.pool, cls.level).start()
        cls.shared.text("useradd -m -s /bin/bash alice")

    @classmethod
    def tearDownClass(cls):
        cls.shared.stop()

    def background(self, script, box=None, **keys):
        session = Session(box or self.shared, ("/bin/bash", "-c", script), mode="background", **keys)
        self.addCleanup(session.remove)
        return session

    @staticmethod
    def log(session):
        """Its path in the box; the third word of the answer is the pid there."""
        return f"/tmp/boxes/exec/{session.frames[5:].split()[2].decode()}.log"

    def text(self, session):
        return self.shared.text(f"cat {self.log(session)}")

    def sizes(self, session):
        """By their names, from outside."""
        log = f"{self.shared.tmp}/{self.log(session)[5:]}"
        sizes = {}
        for end in ("", ".1"):
            try:
                sizes[end] = os.stat(log + end).st_size
            except FileNotFoundError:
                self.assertEqual(end, ".1")
        return sizes

    def test_what_it_says_and_how_it_ended_is_kept(self):
        session = self.background("echo out; echo err >&2; sleep 0.2; echo late; exit 7", user="alice")

        runner.wait_until(session.is_over)
        self.assertEqual(session.end(), ["exited 7"])
        self.assertEqual(self.text(session).split(), ["out", "err", "late"])
        owners = self.shared.text(f"stat -c %U:%a {self.log(session)} /tmp/boxes /tmp/boxes/exec")
        self.assertEqual(owners.split(), ["alice:600", "root:755", "root:755"])
        self.assertFalse(os.path.exists(f"{session.directory}/socket"))

    def test_a_signal_is_a_signal(self):
        session = self.background("kill -TERM $$")
        runner.wait_until(session.is_over)
        self.assertEqual(session.end(), ["signalled 15"])

    def test_nothing_is_left_of_it_when_it_has_ended(self):
        before = self.shared.processes()
        for session in [self.background("exit 0") for _ in range(10)]:
            runner.wait_until(session.is_over)
        runner.wait_until(lambda: self.shared.processes() == before)

    def test_it_has_nobody_to_wait_for(self):
        session = self.background("sleep 1.5; exit 3", wait=0)
        runner.wait_until(session.is_over)
        self.assertEqual(session.exit(), "exited 3")

    def test_its_log_is_bounded_and_goes_on_in_another_file(self):
        session = self.background("yes 0123456 | head -c 50000000; echo end; exec sleep 100", user="alice")
        log = self.log(session)

        runner.wait_until(lambda: self.shared.text(f"tail -n 1 {log}") == "end", 20)
        sizes = self.sizes(session)
        self.assertEqual(set(sizes), {"", ".1"})
        self.assertTrue(all(size <= HALF for size in sizes.values()), sizes)
        self.assertGreater(sum(sizes.values()), HALF)
        self.assertEqual(self.shared.text(f"stat -c %U:%G:%a {log} {log}.1").split(), ["alice:alice:600"] * 2)
        # The older half goes on where the other one begins
        lines = self.shared.text(f"cat {log}.1 {log} | tail -n +2 | sort | uniq -c").split()
        self.assertEqual(lines[1::2], ["0123456", "end"])

    def test_a_talkative_one_stays_bounded(self):
        session = self.background("exec yes")
        most = 0
        until = time.monotonic() + 3
        while time.monotonic() < until:
            most = max(most, sum(self.sizes(session).values()))
        resident = next(line for line in read(f"/proc/{session.supervisor}/status").split("\n") if "VmRSS" in line)
        self.assertLess(int(resident.split()[1]), 2048)
        session.remove()

        self.assertGreater(most, HALF)
        self.assertLessEqual(most, 2 * HALF)

    def test_a_log_that_is_cut_or_taken_away_harms_nobody(self):
        session = self.background("while :; do head -c 1000000 /dev/zero; sleep 0.01; done")
        for what in (": >{0}", "rm {0}", "mkdir {0}; chmod 500 /tmp/boxes/exec", "chmod 755 /tmp/boxes/exec"):
            time.sleep(0.2)
            self.shared.text(what.format(self.log(session)))
        time.sleep(0.3)

        self.assertIsNone(session.exit())
        link = f"/proc/{session.supervisor}/fd"
        files = [os.stat(f"{link}/{fd}").st_size for fd in os.listdir(link) if ".log" in os.readlink(f"{link}/{fd}")]
        self.assertEqual(len(files), 1)
        self.assertLessEqual(files[0], HALF)

    def test_whom_it_leaves_behind_may_go_on_talking(self):
        session = self.background("(trap '' HUP; sleep 0.5; echo child) & echo parent; exit 4")
        runner.wait_until(session.exit)
        self.assertEqual(session.exit(), "exited 4")
        self.assertFalse(session.is_over())

        runner.wait_until(session.is_over)
        self.assertEqual(self.text(session).split(), ["parent", "child"])

    def test_who_removes_the_session_ends_it(self):
        session = self.background("trap '' HUP; echo up; while :; do sleep 0.05; done; : 4721")
        runner.wait_until(lambda: self.text(session) == "up")
        session.remove()

        runner.wait_until(session.is_over, 10)
        runner.wait_until(lambda: not any("4721" in read(f"/proc/{pid}/cmdline") for pid in self.shared.processes()))

    def test_a_box_that_ends_ends_it(self):
        box = self.box(self.level).start()
        session = self.background("echo up; exec sleep 100", box=box)
        os.kill(box.pid, signal.SIGKILL)

        runner.wait_until(session.is_over)
        self.assertEqual(session.end(), ["signalled 9"])

    def test_what_is_no_program_is_told_at_once(self):
        session = Session(self.shared, ("no-such-program",), mode="background")
        self.addCleanup(session.remove)

        self.assertIn(b"no-such-program: not found\n", session.frames)
        self.assertTrue(session.frames.endswith(b"exited 127"))

    def test_only_standard_descriptors_are_open_and_the_output_can_be_opened_anew(self):
        session = self.background("echo one >/dev/stdout; echo two >/dev/stderr; exec sleep 100", user="alice")
        runner.wait_until(lambda: self.text(session) == "one\ntwo")

        inner = session.frames[5:].split()[2].decode()
        pattern = re.compile(rf"NSpid:.*\t{inner}$", re.MULTILINE)
        host = next(pid for pid in self.shared.processes() if pattern.search(read(f"/proc/{pid}/status")))
        self.only_standard_descriptors(host)

    def test_a_log_is_not_led_astray_by_links(self):
        box = self.box(self.level).start()
        box.text("mkdir /tmp/elsewhere && ln -s /tmp/elsewhere /tmp/boxes")

        self.assertRegex(self.background("true", box=box).frames[5:].decode(), "^failed log ")
        self.assertEqual(box.text("ls /tmp/elsewhere"), "")
        box.text("rm /tmp/boxes && mkdir -p /tmp/boxes/exec")
        box.text("perl -e 'symlink \"/etc/x\", \"/tmp/boxes/exec/$_.log\" for 1 .. 999'")
        self.assertRegex(self.background("true", box=box).frames[5:].decode(), "^failed log 40 ")
        self.assertFalse(os.path.lexists(f"{box.root}/etc/x"))


class PrivilegedBackgroundTest(BackgroundTest):
    level = "privileged"
