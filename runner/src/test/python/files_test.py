"""Files of boxes, running and stopped."""

import os
import signal
import subprocess

import runner
from cases import BoxCase
from pool import read

ITEM = 8


class FilesCall:
    """One `files` under way."""

    def __init__(self, box, operation, path, stopped=False, **keys):
        pairs = {"operation": operation, "path": path, "isolation": box.level, **keys}
        if stopped:
            pairs["root"] = box.root
        else:
            pairs = {**box.place(), **pairs}
        lists = [("cgroup_version", str(box.cgroup_version)), *(("cgroup", path) for path in box.cgroups)]
        for source, target, mode in box.binds if stopped else []:
            lists += [("bind_from", source), ("bind_to", target), ("bind_mode", mode)]
        self.process = subprocess.Popen(
            [box.pool.program, "files"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0
        )
        self.send(runner.PLAN, runner.plan_bytes([*pairs.items(), *lists]))

    def send(self, channel, payload=b""):
        self.process.stdin.write(runner.frame(channel, payload))

    def finish(self):
        """(status, items, bytes)."""
        items, content, status = [], b"", None
        with os.fdopen(os.dup(self.process.stdout.fileno()), "rb") as out:
            while (got := runner.read_frame(out)) is not None:
                channel, payload = got
                if channel == ITEM:
                    items.append(payload.split(b"\0")[:3])
                elif channel == runner.STDOUT:
                    content += payload
                else:
                    assert channel == runner.STATUS and status is None, channel
                    status = payload.decode("ascii")
        self.close()
        return status, items, content

    def close(self):
        self.process.stdin.close()
        self.process.wait(timeout=20)
        self.process.stdout.close()


def write(box, path, content, **keys):
    call = FilesCall(box, "write", path, **keys)
    call.send(runner.STDIN, content)
    call.send(runner.HALF_CLOSE, b"\0")
    return call.finish()[0]


def runners_in(box):
    def name(pid):
        try:
            return read(f"/proc/{pid}/comm").strip()
        except (FileNotFoundError, ProcessLookupError):
            return ""

    return [pid for pid in box.processes() if name(pid) == "zomg-runner"]


class FilesTest(BoxCase):
    def test_what_is_written_is_read_by_box_and_machine(self):
        for level in ("hardened", "privileged"):
            box = self.box(level).start()
            self.assertEqual(write(box, "/srv/new/file", b"content", permissions="4750"), "exited 0")
            self.assertEqual(box.text("stat -c '%a %u:%g' /srv/new/file; cat /srv/new/file"), "4750 0:0\ncontent")
            self.assertEqual(os.stat(f"{box.root}/srv/new/file").st_uid, 0)
            status, items, content = FilesCall(box, "read", "/srv/new/file").finish()
            self.assertEqual((status, content), ("exited 0", b"content"))
            self.assertRegex(items[0][0].decode(), "^f 4750 0 0 7 ")
            box.stop()
            self.assertEqual(FilesCall(box, "read", "/srv/new/file", stopped=True).finish()[2], b"content")
            self.assertEqual(write(box, "/srv/new/file", b"other", stopped=True), "exited 0")
            self.assertEqual(FilesCall(box, "read", "/srv/new/file", stopped=True).finish()[2], b"other")

    def test_volumes_of_a_stopped_box_are_in_their_places(self):
        box = self.box()
        volume = box.volume("home")
        box.binds = [(volume, "/home", "rw")]
        self.assertEqual(write(box, "/home/file", b"x", stopped=True), "exited 0")
        self.assertEqual(os.listdir(volume), ["file"])
        self.assertRegex(write(box, "/tmp/file", b"x", stopped=True), "^failed not_served ")
        self.assertRegex(write(box, "/proc/file", b"x", stopped=True), "^failed not_served ")

    def test_kernel_file_systems_are_not_served_through_links_and_privilege(self):
        for level in ("hardened", "privileged"):
            box = self.box(level).start()
            box.text("ln -s /proc/sys /srv/sys; ln -s /proc/1/root /srv/root; ln -s /dev /srv/dev")
            for path in ("/proc/sys/kernel/hostname", "/srv/sys/kernel/hostname", "/dev/null", "/srv/dev", "/sys"):
                for operation in ("show", "read", "pack"):
                    self.assertRegex(FilesCall(box, operation, path).finish()[0], "^failed not_served ")
                self.assertRegex(write(box, f"{path}/zomg", b"x"), "^failed (not_served|path 20) ")
            self.assertRegex(FilesCall(box, "read", "/srv/root/etc/passwd").finish()[0], "^failed path 40 ")
            self.assertEqual(box.text("ls -d /dev/zomg 2>/dev/null || echo none"), "none")

    def test_a_killed_call_leaves_nothing(self):
        box = self.box().start()
        box.text("mkdir /srv/dir")
        for kill in (True, False):
            call = FilesCall(box, "write", "/srv/dir/file")
            call.send(runner.STDIN, b"half")
            if kill:
                call.process.send_signal(signal.SIGKILL)
            call.process.stdin.close()
            call.process.wait(timeout=20)
            runner.wait_until(lambda: not runners_in(box))
            call.close()
        self.assertEqual(box.text("ls -A /srv/dir"), "")

    def test_a_process_of_the_box_cannot_look_into_the_call(self):
        box = self.box().start()
        call = FilesCall(box, "write", "/srv/file")
        call.send(runner.STDIN, b"half")
        runner.wait_until(lambda: runners_in(box))
        look = "for p in /proc/[0-9]*; do grep -qs zomg-runner $p/comm && echo found && ls $p/fd $p/root/; done; true"
        self.assertEqual(box.text(look + " 2>/dev/null"), "found")
        call.send(runner.HALF_CLOSE, b"\0")
        self.assertEqual(call.finish()[0], "exited 0")

    def test_another_box_and_another_level_are_refused(self):
        box = self.box().start()
        call = FilesCall(box, "read", "/etc/passwd", start_time="1")
        self.assertRegex(call.finish()[0], "^failed plan |^failed identity ")
        call = FilesCall(box, "read", "/etc/passwd", isolation="privileged")
        self.assertRegex(call.finish()[0], "^failed isolation ")
