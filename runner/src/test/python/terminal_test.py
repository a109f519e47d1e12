"""Processes of a box at a terminal."""

import runner
from cases import BoxCase
from pool import Box, read


def read_if_there(path):
    try:
        return read(path)
    except (FileNotFoundError, ProcessLookupError):
        return ""


class Terminals:
    """At either level of isolation."""

    level = None

    @classmethod
    def setUpClass(cls):
        cls.shared = Box(cls.pool, cls.level).start()
        cls.shared.text("useradd -m -s /bin/bash alice")

    @classmethod
    def tearDownClass(cls):
        cls.shared.stop()

    def at_terminal(self, script, **keys):
        return self.shared.enter("/bin/bash", "-c", script, terminal="24 80", **keys)

    def runs(self, arguments):
        return any(arguments in read_if_there(f"/proc/{pid}/cmdline") for pid in self.shared.processes())

    def await_output(self, entry, wanted):
        while wanted not in entry.stdout:
            self.assertTrue(entry.step(), (entry.stdout, entry.status))

    def test_it_is_a_terminal_of_that_size_and_the_users(self):
        entry = self.at_terminal("tty; stty size; stat -c %U:%G:%a $(tty); test -t 2 && echo three", user="alice").finish()

        self.assertEqual(entry.status, "exited 0")
        lines = entry.stdout.split(b"\r\n")
        self.assertRegex(lines[0], b"^/dev/pts/[0-9]+$")
        self.assertEqual(lines[1:4], [b"24 80", b"alice:tty:620", b"three"])

    def test_the_exit_code_is_kept(self):
        self.assertEqual(self.at_terminal("exit 9").finish().status, "exited 9")
        self.assertEqual(self.at_terminal("kill -KILL $$").finish().status, "signalled 9")

    def test_what_is_typed_arrives_and_comes_back(self):
        entry = self.at_terminal("read -r line; echo got $line")
        entry.send(runner.STDIN, b"hello\n")
        entry.finish()

        self.assertEqual(entry.stdout, b"hello\r\ngot hello\r\n")

    def test_control_c_interrupts_the_job_in_the_foreground(self):
        entry = self.at_terminal("sh -c 'echo up; exec sleep 1000'")
        self.await_output(entry, b"up")
        entry.send(runner.STDIN, b"\x03")
        entry.finish()

        self.assertEqual(entry.status, "signalled 2")

    def test_the_size_follows(self):
        entry = self.at_terminal("trap 'stty size; exit 4' WINCH; echo up; while :; do sleep 0.01; done")
        self.await_output(entry, b"up")
        entry.send(runner.CONTROL, b"resize 33 99")
        entry.finish()

        self.assertIn(b"33 99", entry.stdout)
        self.assertEqual(entry.status, "exited 4")

    def test_the_end_of_input_is_a_character(self):
        entry = self.at_terminal("cat; echo ended")
        entry.send(runner.STDIN, b"last\n")
        entry.close_stdin()
        entry.finish()

        self.assertEqual(entry.stdout, b"last\r\nlast\r\nended\r\n")

    def test_who_hangs_up_ends_the_shell_and_its_job(self):
        entry = self.at_terminal("bash --norc -i")
        entry.send(runner.STDIN, b"sleep 4711; true\n")
        runner.wait_until(lambda: self.runs("sleep\x004711"))
        entry.process.stdin.close()
        entry.process.wait(timeout=10)

        runner.wait_until(lambda: not self.runs("sleep\x004711"))
        entry.out.close()
        entry.process.stdout.close()

    def test_much_output_comes_whole(self):
        entry = self.at_terminal("seq 200000; exit 2").finish()

        self.assertEqual(entry.stdout, b"".join(b"%d\r\n" % number for number in range(1, 200001)))
        self.assertEqual(entry.status, "exited 2")

    def test_a_size_that_is_none_is_refused(self):
        for size in ("", "24", "24 ", " 24 80", "0 80", "24 65536", "24 80 1", "24  80", "-1 80"):
            entry = self.shared.enter("true", terminal=size).finish()
            self.assertRegex(entry.status, "^failed plan 22 ")
        entry = self.at_terminal("sleep 1000")
        entry.send(runner.CONTROL, b"resize 0 99")
        self.assertRegex(entry.finish().status, "^failed input ")


class HardenedTerminalTest(Terminals, BoxCase):
    level = "hardened"


class PrivilegedTerminalTest(Terminals, BoxCase):
    level = "privileged"
