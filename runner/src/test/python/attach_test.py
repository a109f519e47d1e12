"""Sessions that are reached by what is started anew for each client, and what is known of them."""

import os
import random
import shutil
import subprocess
import tempfile

import runner
from cases import BoxCase
from pool import Box, read

SESSION = 9


def ask(program, verb, pairs):
    """All frames of a call that reads nothing but its plan."""
    process = subprocess.Popen([program, verb], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    process.stdin.write(runner.frame(runner.PLAN, runner.plan_bytes(pairs)))
    process.stdin.flush()
    frames = []
    while (got := runner.read_frame(process.stdout)) is not None:
        frames.append(got)
    process.stdin.close()
    process.stdout.close()
    return frames, process.wait(timeout=20)


class Client:
    """Through a runner of its own."""

    def __init__(self, program, verb, pairs):
        self.process = subprocess.Popen([program, verb], stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0)
        self.stream = os.fdopen(os.dup(self.process.stdout.fileno()), "rb")
        self.stdout = b""
        self.send(runner.PLAN, runner.plan_bytes(pairs))

    def send(self, channel, payload=b""):
        rest = memoryview(runner.frame(channel, payload))
        while rest:
            rest = rest[self.process.stdin.write(rest) :]

    def meet(self):
        """What is known of the session."""
        channel, payload = self.read()
        assert channel == SESSION, (channel, payload)
        return payload.decode().split("\0")

    def attach(self, text=b"attach", met=False):
        if not met:
            self.meet()
        self.send(runner.CONTROL, text)
        channel, payload = self.read()
        assert channel == runner.STARTED, (channel, payload)
        return self

    def read(self):
        return runner.read_frame(self.stream)

    def finish(self):
        """The status."""
        while True:
            channel, payload = self.read()
            if channel == runner.STATUS:
                return payload.decode()
            if channel == runner.STDOUT:
                self.stdout += payload
                self.send(runner.CONTROL, b"ack %d 0" % len(self.stdout))

    def until(self, text):
        while text not in self.stdout:
            channel, payload = self.read()
            if channel == runner.STDOUT:
                self.stdout += payload
        return self

    def close(self):
        self.process.stdin.close()
        self.stream.close()
        self.process.stdout.close()
        return self.process.wait(timeout=20)


class AttachTest(BoxCase):
    @classmethod
    def setUpClass(cls):
        cls.shared = Box(cls.pool).start()

    @classmethod
    def tearDownClass(cls):
        cls.shared.stop()

    def setUp(self):
        super().setUp()
        self.all = tempfile.mkdtemp(prefix="zomg-sessions-")
        self.addCleanup(self.remove_all)

    def remove_all(self):
        def empty():
            ids = [name for name in os.listdir(self.all)]
            self.ask_all(*(("remove", name) for name in ids))
            return not os.listdir(self.all)

        runner.wait_until(empty)
        shutil.rmtree(self.all)

    def plan(self, name, script, **keys):
        given = {"session": f"{self.all}/{name}", "about": f"about {name}", "wait": "30"} | keys
        return self.shared.entry_plan(("/bin/bash", "-c", script)) + [*given.items()]

    def start(self, name, script, **keys):
        return ask(self.pool.program, "session", self.plan(name, script, **keys))[0]

    def client(self, name):
        client = Client(self.pool.program, "attach", [("session", f"{self.all}/{name}")])
        self.addCleanup(client.close)
        return client

    def ask_all(self, *keys):
        frames, code = ask(self.pool.program, "sessions", [("directory", self.all), *keys])
        assert frames.pop() == (runner.STATUS, b"exited 0") and code == 0
        told = {}
        for channel, payload in frames:
            assert channel == SESSION
            head, about, supervisor, end, rest = payload.decode().split("\0")
            name, there, age = head.split(" ")
            assert rest == "" and int(age) >= 0
            told[name] = (there, about, supervisor, end)
        return told

    def test_a_session_is_talked_to_through_another_program(self):
        frames = self.start("one", "read -r line; echo got $line; exit 7")
        self.assertEqual([channel for channel, _ in frames], [runner.STARTED])

        client = self.client("one").attach(b"attach 0 0")
        client.send(runner.STDIN, b"a line\n")

        self.assertEqual((client.finish(), client.stdout), ("exited 7", b"got a line\n"))
        self.assertEqual(client.close(), 0)

    def test_who_begins_one_may_be_its_first_client(self):
        plan = self.plan("first", "read -r line; echo got $line; exit 7", mode="attached")
        client = Client(self.pool.program, "session", plan)
        self.addCleanup(client.close)
        channel, payload = client.read()
        self.assertEqual(channel, runner.STARTED)
        self.assertEqual(payload.decode(), self.ask_all()["first"][2])
        client.attach(b"attach 0 0", met=True)
        client.send(runner.STDIN, b"a line\n")

        self.assertEqual((client.finish(), client.stdout), ("exited 7", b"got a line\n"))

    def test_many_bytes_pass_in_both_directions(self):
        data = random.Random(7).randbytes(5_000_000)
        self.start("many", "cat")
        client = self.client("many").attach()
        sent = 0
        while len(client.stdout) < len(data):
            while sent < len(data) and sent - len(client.stdout) < 500_000:
                client.send(runner.STDIN, data[sent : sent + 50_000])
                sent += 50_000
            channel, payload = client.read()
            if channel == runner.STDOUT:
                client.stdout += payload
                client.send(runner.CONTROL, b"ack %d 0" % len(client.stdout))
        client.send(runner.HALF_CLOSE, b"\0")

        self.assertEqual(client.finish(), "exited 0")
        self.assertTrue(client.stdout == data)

    def test_a_client_that_goes_leaves_the_command(self):
        self.start("left", "echo up; read -r line; echo $line")
        self.client("left").attach().until(b"up\n").close()

        again = self.client("left").attach(b"attach 3 0")
        again.send(runner.STDIN, b"still\n")
        self.assertEqual((again.finish(), again.stdout), ("exited 0", b"still\n"))

    def test_who_only_looks_takes_nobody_over(self):
        self.start("looked", "echo up; read -r line; echo $line")
        first = self.client("looked").attach().until(b"up\n")

        self.assertEqual(self.client("looked").meet()[1], "about looked")

        first.send(runner.STDIN, b"still\n")
        self.assertEqual(first.finish(), "exited 0")

    def test_a_client_that_is_taken_over_hears_that(self):
        self.start("two", "echo up; exec sleep 100")
        first = self.client("two").attach().until(b"up\n")
        self.client("two").attach()

        self.assertRegex(first.finish(), "^failed taken_over ")

    def test_of_one_that_has_ended_its_end_is_told(self):
        self.start("over", "echo 12345; exit 4")
        client = self.client("over").attach()
        client.finish()
        client.close()
        runner.wait_until(lambda: self.ask_all()["over"][0] == "alone")

        late = self.client("over")

        self.assertEqual(late.meet()[1:], ["about over", *self.ask_all()["over"][2:], ""])
        late.send(runner.CONTROL, b"attach")
        self.assertEqual(late.meet()[3], "exited 4\n6 0\n")

    def test_one_that_is_not_there_is_refused(self):
        self.assertRegex(self.client("none").finish(), "^failed session 2 none: ")

    def test_what_is_known_of_all_is_told(self):
        self.start("runs", "exec sleep 100")
        self.start("log", "exec sleep 100", mode="background", wait="0")
        self.start("ended", "exit 5", mode="background", wait="0")
        runner.wait_until(lambda: self.ask_all()["ended"][3] == "exited 5\n")

        told = self.ask_all()

        self.assertEqual({name: one[1] for name, one in told.items()}, {n: f"about {n}" for n in told})
        self.assertEqual((told["runs"][0], told["log"][0]), ("supervised", "supervised"))
        self.assertEqual(told["runs"][2], read(f"{self.all}/runs/supervisor"))
        self.assertEqual(self.ask_all(("remove", "runs"), ("remove", "never")).keys(), {"log", "ended"})

    def test_one_is_hung_up_on_past_what_it_does_not_take(self):
        self.start("deaf", "trap 'exit 6' HUP; while :; do sleep 0.05; done")
        client = self.client("deaf").attach()

        self.ask_all(("hang_up", "deaf"), ("hang_up", "never"))

        self.assertEqual(client.finish(), "exited 6")

    def test_not_more_run_than_may(self):
        self.start("a", "exec sleep 100", most="2")
        self.start("log", "exec sleep 100", most="1", mode="background", wait="0")
        self.start("b", "exec sleep 100", most="2")

        refused = self.start("c", "exec sleep 100", most="2")

        self.assertRegex(refused[0][1].decode(), "^failed busy 11 ")
        self.assertEqual(self.ask_all().keys(), {"a", "b", "log"})

    def test_the_oldest_ends_are_forgotten(self):
        for i in range(6):
            self.start(f"n{i}", "exit 0", kept="2", mode="background", wait="0")
            runner.wait_until(lambda: self.ask_all()[f"n{i}"][0] == "alone")

        self.assertLessEqual(len(self.ask_all()), 5)
        self.assertIn("n5", self.ask_all())

    def test_the_same_one_does_not_begin_twice(self):
        self.start("same", "exec sleep 100")

        self.assertRegex(self.start("same", "exec sleep 100")[0][1].decode(), "^failed session 17 ")
        self.assertEqual(self.ask_all()["same"][0], "supervised")

    def test_nothing_stays_of_one_that_does_not_begin(self):
        plan = [("session", f"{self.all}/no"), ("about", "no"), ("wait", "30"), ("mode", "attached")]
        frames, _ = ask(self.pool.program, "session", self.shared.entry_plan(("no-such-program",)) + plan)
        self.assertEqual(frames[-1], (runner.STATUS, b"exited 127"))
        self.assertRegex(self.start("user", "true", user="nobody-of-that-name")[-1][1].decode(), "^failed user ")

        self.assertEqual(self.ask_all(), {})
