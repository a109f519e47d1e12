"""Starts that strangers prepared, and starts that fail."""

import os
import random
import signal
import subprocess
import time

import runner
from cases import BoxCase
from pool import command, link_exists, mounts


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
        for name in ("bash.bashrc", "resolv.conf", "hosts", "boxes-env"):
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

    def test_a_root_that_lacks_nothing_is_not_written_to(self):
        box = self.box()
        box.start()
        box.stop()
        before = box.generation()
        box.start()
        self.assertEqual(box.text(". /etc/boxes-env; echo $NAME"), "a value")

        self.assertEqual(box.generation(), before)
        box.text("touch /x")
        self.assertGreater(box.generation(), before)

    def test_missing_mount_points_are_made(self):
        box = self.box()
        for name in ("proc", "sys", "dev", "tmp", "run"):
            command("rm", "-rf", "--", f"{box.root}/{name}")
        file = f"{self.pool.directory}/one-file"
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
        process = subprocess.Popen([self.pool.program, "start"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
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
            process = subprocess.Popen([self.pool.program, "start"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
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
