"""Speaks the frames of zomg-runner, for its tests."""

import os
import struct
import subprocess
import time

STDIN, STDOUT, STDERR, STATUS, CONTROL, PLAN, STARTED, HALF_CLOSE = 0, 1, 2, 3, 5, 6, 7, 255


def frame(channel, payload=b""):
    return struct.pack(">IB", len(payload) + 1, channel) + payload


def plan_bytes(pairs):
    return b"".join(part.encode() + b"\0" for pair in pairs for part in pair)


def read_frame(stream):
    """(channel, payload), or None at the end."""
    header = stream.read(5)
    if not header:
        return None
    length, channel = struct.unpack(">IB", header)
    payload = stream.read(length - 1)
    assert len(payload) == length - 1, "half a frame"
    return channel, payload


class Failed(Exception):
    pass


def start(runner, pairs):
    """Starts a box: (pid, start_time)."""
    done = subprocess.run(
        [runner, "start"], input=frame(PLAN, plan_bytes(pairs)), stdout=subprocess.PIPE, timeout=30
    )
    assert len(done.stdout) >= 5, f"no answer, exit {done.returncode}"
    length, channel = struct.unpack(">IB", done.stdout[:5])
    assert len(done.stdout) == length + 4, "one frame, and nothing after it"
    payload = done.stdout[5:].decode("ascii")
    if channel == STATUS:
        assert done.returncode == 1, done.returncode
        raise Failed(payload)
    assert channel == STARTED and done.returncode == 0, (channel, done.returncode)
    pid, start_time = payload.split(" ")
    return int(pid), int(start_time)


class Entry:
    """One `enter` under way."""

    def __init__(self, runner, pairs):
        self.process = subprocess.Popen([runner, "enter"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0)
        self.out = os.fdopen(os.dup(self.process.stdout.fileno()), "rb")
        self.pid = None
        self.stdout = b""
        self.stderr = b""
        self.status = None
        self.send(PLAN, plan_bytes(pairs))

    def send(self, channel, payload=b""):
        rest = memoryview(frame(channel, payload))
        while rest:
            rest = rest[self.process.stdin.write(rest) :]

    def close_stdin(self):
        self.send(HALF_CLOSE, b"\0")

    def step(self):
        """Takes one frame; False at the end."""
        got = read_frame(self.out)
        if got is None:
            return False
        channel, payload = got
        if channel == STARTED:
            assert self.pid is None and not self.stdout and not self.stderr
            self.pid = int(payload)
        elif channel == STDOUT:
            self.stdout += payload
        elif channel == STDERR:
            self.stderr += payload
        elif channel == STATUS:
            self.status = payload.decode("ascii")
        else:
            raise AssertionError(f"channel {channel}")
        return True

    def finish(self):
        while self.step():
            pass
        self.process.stdin.close()
        self.exit = self.process.wait(timeout=20)
        self.out.close()
        self.process.stdout.close()
        return self


def wait_until(condition, seconds=5.0):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        value = condition()
        if value:
            return value
        time.sleep(0.005)
    raise AssertionError("did not happen in time")
