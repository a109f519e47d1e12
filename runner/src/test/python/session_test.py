"""Sessions: commands whose client goes and comes back."""

import hashlib
import os
import random
import signal
import socket
import subprocess
import tempfile
import time

import runner
from cases import BoxCase
from pool import Box, read

JOURNAL = 4 << 20


class Session:
    """One that runs, from the side of the server."""

    def __init__(self, box, words, wait=30, fenced=(), **keys):
        self.directory = tempfile.mkdtemp(prefix="zomg-session-")
        plan = box.entry_plan(words, **keys) + [("session", self.directory), ("wait", str(wait))]
        done = subprocess.run(
            [box.pool.program, *fenced, "session"],
            input=runner.frame(runner.PLAN, runner.plan_bytes(plan)),
            stdout=subprocess.PIPE,
            timeout=30,
        )
        assert done.returncode == 0 or done.stdout[4] == runner.STATUS, done
        self.frames = done.stdout
        self.supervisor = int(self.frames[5:].split()[0]) if self.frames[4] == runner.STARTED else None

    def connect(self, offsets=None):
        return Client(self, offsets)

    def end(self):
        """The status, and how much was said if that is settled."""
        try:
            return read(f"{self.directory}/exit").splitlines()
        except FileNotFoundError:
            return []

    def exit(self):
        return next(iter(self.end()), None)

    def is_over(self):
        """Whoever adopted it may take a while to reap it."""
        try:
            return self.supervisor is None or read(f"/proc/{self.supervisor}/stat").split(") ")[1][0] == "Z"
        except (FileNotFoundError, ProcessLookupError):
            return True

    def remove(self):
        runner.wait_until(self.try_remove)
        runner.wait_until(self.is_over, 10)

    def try_remove(self):
        """The supervisor may write its last file meanwhile."""
        try:
            for name in os.listdir(self.directory):
                os.unlink(f"{self.directory}/{name}")
            os.rmdir(self.directory)
        except FileNotFoundError:
            return not os.path.isdir(self.directory)
        except OSError:
            return False
        return True


class Client:
    def __init__(self, session, offsets):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.settimeout(20)
        self.socket.connect(f"{session.directory}/socket")
        self.stream = self.socket.makefile("rb")
        self.send(runner.CONTROL, b"attach" if offsets is None else b"attach %d %d" % offsets)
        channel, payload = self.read()
        self.refused = payload.decode() if channel == runner.STATUS else None
        if not self.refused:
            assert channel == runner.STARTED, channel
            self.pid, self.accepted, *self.offsets = map(int, payload.split())
        self.output = {runner.STDOUT: b"", runner.STDERR: b""}
        self.status = None

    def send(self, channel, payload=b""):
        self.socket.sendall(runner.frame(channel, payload))

    def read(self):
        return runner.read_frame(self.stream)

    def step(self):
        got = self.read()
        if got is None:
            return False
        channel, payload = got
        if channel == runner.STATUS:
            self.status = payload.decode()
        elif channel == runner.CONTROL:
            word, number = payload.split()
            assert word == b"stdin"
            self.accepted = int(number)
        else:
            self.output[channel] += payload
        return True

    def confirm(self):
        self.send(runner.CONTROL, b"ack %d %d" % self.heard())

    def heard(self):
        return tuple(
            self.offsets[i] + len(self.output[channel]) for i, channel in enumerate((runner.STDOUT, runner.STDERR))
        )

    def finish(self):
        while self.status is None:
            assert self.step(), "no status"
        self.confirm()
        self.close()
        return self

    def until(self, text):
        while text not in self.output[runner.STDOUT]:
            assert self.step(), self.output
        return self

    def close(self):
        self.stream.close()
        self.socket.close()


class SessionTest(BoxCase):
    @classmethod
    def setUpClass(cls):
        cls.shared = Box(cls.pool).start()

    @classmethod
    def tearDownClass(cls):
        cls.shared.stop()

    def session(self, script, **keys):
        session = Session(self.shared, ("/bin/bash", "-c", script), **keys)
        self.addCleanup(session.remove)
        return session

    def test_streams_and_status_arrive_and_then_it_is_over(self):
        session = self.session("cat; echo oops >&2; exit 7")
        client = session.connect()
        client.send(runner.STDIN, b"hello")
        client.send(runner.HALF_CLOSE, b"\0")
        client.finish()

        self.assertEqual(client.output, {runner.STDOUT: b"hello", runner.STDERR: b"oops\n"})
        self.assertEqual((client.status, session.exit()), ("exited 7", "exited 7"))
        runner.wait_until(session.is_over)

    def test_it_is_outside_of_the_box_and_nobodys_child(self):
        session = self.session("exec sleep 100")
        supervisor = session.supervisor

        self.assertNotIn(supervisor, self.shared.processes())
        self.assertEqual(os.readlink(f"/proc/{supervisor}/ns/pid"), os.readlink("/proc/self/ns/pid"))
        self.assertEqual(os.stat(f"{session.directory}/socket").st_mode & 0o777, 0o700)
        self.assertNotIn(str(os.getpid()), read(f"/proc/{supervisor}/stat").split()[3:4])
        self.assertEqual(read(f"{session.directory}/supervisor").split()[0], str(supervisor))
        client = session.connect()
        client.send(runner.CONTROL, b"hangup")
        self.assertEqual(client.finish().status, "signalled 1")

    def test_a_client_that_comes_back_misses_nothing(self):
        session = self.session("for i in $(seq 20000); do echo $i; done; read -r line; echo got $line; exit 3")
        client = session.connect()
        client.until(b"\n100\n")
        first = client.output[runner.STDOUT]
        client.close()

        again = session.connect((len(first), 0))
        again.until(b"20000\n")
        again.send(runner.STDIN, b"a line\n")
        again.finish()
        self.assertEqual(
            first + again.output[runner.STDOUT],
            b"".join(b"%d\n" % i for i in range(1, 20001)) + b"got a line\n",
        )
        self.assertEqual(again.status, "exited 3")

    def test_who_comes_after_the_end_hears_all_of_it(self):
        session = self.session("echo early; echo late >&2; exit 4")
        runner.wait_until(session.exit)

        client = session.connect().finish()

        self.assertEqual((client.output[runner.STDOUT], client.output[runner.STDERR]), (b"early\n", b"late\n"))
        self.assertEqual(client.status, "exited 4")
        self.assertEqual(session.end(), ["exited 4", "6 5"])

    def test_the_latest_client_counts(self):
        session = self.session("echo up; read -r line; echo $line")
        first = session.connect().until(b"up\n")
        second = session.connect((3, 0))

        self.assertFalse(first.step())
        second.send(runner.STDIN, b"to the second\n")
        self.assertEqual(second.finish().output[runner.STDOUT], b"to the second\n")
        first.close()

    def test_input_is_counted_so_that_it_can_be_sent_again(self):
        data = random.Random(5).randbytes(3_000_000)
        session = self.session("sha256sum; exec sleep 0.1")
        sent = 0
        cut = random.Random(6)
        while True:
            client = session.connect()
            sent = client.accepted
            if sent == len(data):
                break
            # Half a frame at the end is a client that was cut off
            bytes_sent = runner.frame(runner.STDIN, data[sent : sent + 200_000])
            client.socket.sendall(bytes_sent[: cut.randrange(5, len(bytes_sent) + 1)])
            client.close()
        client.send(runner.HALF_CLOSE, b"\0")
        client.send(runner.HALF_CLOSE, b"\0")
        self.assertEqual(client.finish().output[runner.STDOUT].split()[0].decode(), hashlib.sha256(data).hexdigest())

    def test_how_much_input_was_taken_is_told(self):
        session = self.session("head -c 300000 >/dev/null; echo done")
        client = session.connect()
        client.send(runner.STDIN, b"x" * 300_000)
        client.until(b"done\n")

        self.assertGreaterEqual(client.accepted, 200_000)
        client.finish()

    def test_a_full_journal_makes_the_process_wait(self):
        session = self.session("head -c 20000000 /dev/zero; echo -n end")
        time.sleep(0.5)
        self.assertIsNone(session.exit())
        resident = next(line for line in read(f"/proc/{session.supervisor}/status").split("\n") if "VmRSS" in line)
        self.assertLess(int(resident.split()[1]), JOURNAL // 1024 + 2048)
        heard = 0
        client = session.connect()
        while client.status is None:
            self.assertTrue(client.step())
            if len(client.output[runner.STDOUT]) - heard > 65536:
                client.confirm()
                heard = len(client.output[runner.STDOUT])
        client.confirm()
        client.close()

        self.assertEqual(len(client.output[runner.STDOUT]), 20_000_003)

    def test_last_words_are_heard_of_who_leaves_output_unread(self):
        session = self.session("exec yes")
        client = session.connect()
        time.sleep(0.3)
        client.send(runner.CONTROL, b"hangup")
        client.close()

        runner.wait_until(lambda: session.exit() == "signalled 1")

    def test_confirmations_overtake_input_that_is_not_taken(self):
        session = self.session("head -c 20000000 /dev/zero; cat | wc -c")
        client = session.connect()
        client.send(runner.STDIN, b"x" * 1_000_000)
        client.send(runner.HALF_CLOSE, b"\0")
        heard = 0
        while client.status is None:
            self.assertTrue(client.step())
            if len(client.output[runner.STDOUT]) - heard > 65536:
                client.confirm()
                heard = len(client.output[runner.STDOUT])
        client.confirm()
        client.close()

        self.assertEqual(client.output[runner.STDOUT][20_000_000:], b"1000000\n")

    def test_what_was_confirmed_is_not_there_any_more(self):
        session = self.session("echo 12345; read -r line")
        client = session.connect().until(b"12345\n")
        client.confirm()
        client.close()

        for offsets in ((0, 0), (7, 0)):
            client = session.connect(offsets)
            self.assertRegex(client.refused, "^failed attach 34 ")
            client.close()
        client = session.connect()
        self.assertEqual(client.offsets, [6, 0])
        client.send(runner.CONTROL, b"signal 15")
        self.assertEqual(client.finish().status, "signalled 15")

    def test_a_process_does_not_wait_for_ever(self):
        session = self.session("trap 'echo hup; exit 5' HUP; while :; do sleep 0.05; done", wait=1)
        runner.wait_until(session.is_over, 10)

        self.assertEqual(session.exit(), "exited 5")

    def test_a_client_that_comes_back_in_time_stops_the_clock(self):
        session = self.session("sleep 3; echo lived", wait=1)
        client = session.connect()
        time.sleep(1.6)
        client.close()
        time.sleep(0.5)

        self.assertEqual(session.connect().finish().output[runner.STDOUT], b"lived\n")

    def test_who_removes_the_session_ends_it(self):
        session = self.session("exec sleep 4712")
        session.remove()

        runner.wait_until(
            lambda: not any("sleep\x004712" in read(f"/proc/{pid}/cmdline") for pid in self.shared.processes())
        )

    def test_a_box_that_ends_ends_it(self):
        box = self.box().start()
        session = Session(box, ("/bin/bash", "-c", "echo up; exec sleep 100"))
        self.addCleanup(session.remove)
        client = session.connect().until(b"up\n")
        os.kill(box.pid, signal.SIGKILL)

        self.assertEqual(client.finish().status, "signalled 9")
        runner.wait_until(session.is_over)

    def test_a_terminal_stays_when_the_client_goes(self):
        session = self.session("stty -echo; echo up; read -r line; stty size; echo got $line", terminal="24 80")
        session.connect().until(b"up\r\n").close()
        client = session.connect((4, 0))
        client.send(runner.CONTROL, b"resize 30 90")
        client.send(runner.STDIN, b"hi\n")

        self.assertEqual(client.finish().output[runner.STDOUT], b"30 90\r\ngot hi\r\n")

    def test_what_is_no_program_is_told_at_once(self):
        session = Session(self.shared, ("no-such-program",))
        self.addCleanup(session.remove)

        self.assertIn(b"no-such-program: not found\n", session.frames)
        self.assertTrue(session.frames.endswith(b"exited 127"))

    def test_a_plan_that_is_none_is_refused(self):
        for keys in ({"session": "here"}, {"wait": "-1"}, {"wait": "99999"}, {"session": "/no/such/directory"}):
            plan = self.shared.entry_plan(("true",)) + [*({"session": "/tmp", "wait": "1"} | keys).items()]
            done = subprocess.run(
                [self.pool.program, "session"],
                input=runner.frame(runner.PLAN, runner.plan_bytes(plan)),
                stdout=subprocess.PIPE,
                timeout=30,
            )
            self.assertRegex(done.stdout[5:].decode(), "^failed (plan|session) ")

    def test_a_process_that_runs_out_of_time_ends_also_without_a_client(self):
        session = self.session("echo up; trap 'echo hup; exit 5' HUP; while :; do sleep 0.05; done", limit="1")
        runner.wait_until(session.exit, 10)

        client = session.connect().finish()
        self.assertEqual((client.output[runner.STDOUT], client.status), (b"up\nhup\n", "timed_out"))
        self.assertRegex(" ".join(session.end()), r"^timed_out 7 \d+$")
        runner.wait_until(session.is_over)

    def test_a_deaf_process_that_runs_out_of_time_is_killed(self):
        session = self.session("trap '' HUP; while :; do sleep 0.05; done", limit="1")
        self.assertEqual(session.connect().finish().status, "timed_out")
        runner.wait_until(session.is_over)

    def test_who_ends_in_time_is_not_late(self):
        self.assertEqual(self.session("exit 3", limit="1").connect().finish().status, "exited 3")
        session = self.session("exec sleep 100", limit="60")
        client = session.connect()
        client.send(runner.CONTROL, b"hangup")
        self.assertEqual(client.finish().status, "signalled 1")

    def test_signals_and_codes_are_right(self):
        for code in (0, 1, 127, 128, 255):
            self.assertEqual(self.session(f"exit {code}").connect().finish().status, f"exited {code}")
        for number in (9, 15):
            self.assertEqual(self.session(f"kill -{number} $$").connect().finish().status, f"signalled {number}")
