"""Times commands, consoles and files of one server, as docs/websocket.md and docs/rest.md describe them to who has no JVM.

Started by bench/sessions. Python's own library only. Wants in its environment ZOMG (the command), ZOMG_URL_OF_SERVER, ZOMG_TOKEN_OF_SERVER,
ZOMG_PID_OF_SERVER, BENCH_BOX, BENCH_ROOT (the box's root as the host sees it), BENCH_WORK (a folder) and BENCH_ROUNDS. What is compared is taken in
turns, round by round; ratios are those of the best of each, which other work on the machine changes least.
"""

import base64
import json
import os
import pty
import select
import socket
import struct
import subprocess
import time
from urllib.parse import quote, urlparse

ZOMG = os.environ["ZOMG"]
SERVER = urlparse(os.environ["ZOMG_URL_OF_SERVER"])
TOKEN = os.environ["ZOMG_TOKEN_OF_SERVER"]
PID = os.environ["ZOMG_PID_OF_SERVER"]
BOX = os.environ["BENCH_BOX"]
ROOT = os.environ["BENCH_ROOT"]
WORK = os.environ["BENCH_WORK"]
ROUNDS = int(os.environ["BENCH_ROUNDS"])

SIZE = 1 << 30
STDIN, STDOUT, STATUS = 0, 1, 3
BINARY, CLOSE, PING, PONG = 2, 8, 9, 10
CONSOLES = 500
ENDS = 1000
PATIENCE = 120


class WebSocket:
    """A client's side of RFC 6455, of binary messages."""

    def __init__(self, path, subprotocol=None):
        self.socket = socket.create_connection((SERVER.hostname, SERVER.port), PATIENCE)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.buffer = bytearray(1 << 20)
        self.view = memoryview(self.buffer)
        self.start = self.end = 0
        key = base64.b64encode(os.urandom(16)).decode()
        lines = [
            f"GET {path} HTTP/1.1",
            f"Host: {SERVER.netloc}",
            "Upgrade: websocket",
            "Connection: Upgrade",
            f"Sec-WebSocket-Key: {key}",
            "Sec-WebSocket-Version: 13",
            f"Authorization: Bearer {TOKEN}",
        ]
        if subprotocol:
            lines.append(f"Sec-WebSocket-Protocol: {subprotocol}")
        self.socket.sendall("\r\n".join(lines + ["", ""]).encode())
        head = b""
        while b"\r\n\r\n" not in head:
            head += self.bytes(1)
        if not head.startswith(b"HTTP/1.1 101"):
            raise OSError(head.decode(errors="replace"))

    def fill(self):
        if self.start == self.end:
            self.start = self.end = 0
        elif self.end == len(self.buffer):
            rest = self.end - self.start
            self.buffer[:rest] = self.buffer[self.start : self.end]
            self.start, self.end = 0, rest
        count = self.socket.recv_into(self.view[self.end :])
        if count == 0:
            raise EOFError
        self.end += count

    def bytes(self, count):
        while self.end - self.start < count:
            self.fill()
        taken = bytes(self.view[self.start : self.start + count])
        self.start += count
        return taken

    def skip(self, count):
        while count > 0:
            if self.start == self.end:
                self.fill()
            part = min(count, self.end - self.start)
            self.start += part
            count -= part

    def head(self):
        """The kind of the next frame and the length of its payload."""
        first, second = self.bytes(2)
        length = second & 0x7F
        if length == 126:
            (length,) = struct.unpack(">H", self.bytes(2))
        elif length == 127:
            (length,) = struct.unpack(">Q", self.bytes(8))
        return first & 0x0F, length

    def message(self):
        """The next binary message, or None at the end; pings are answered."""
        while True:
            kind, length = self.head()
            payload = self.bytes(length)
            if kind == PING:
                self.send(payload, PONG)
            elif kind == CLOSE:
                return None
            else:
                return payload

    def send(self, payload, kind=BINARY):
        length = len(payload)
        if length < 126:
            head = bytes([0x80 | kind, 0x80 | length])
        else:
            head = bytes([0x80 | kind, 0x80 | 127]) + struct.pack(">Q", length)
        # A mask of zeros is a mask
        self.socket.sendall(head + b"\0\0\0\0" + payload)

    def close(self):
        self.socket.close()


def box_path(rest):
    return f"/v1/projects/default/boxes/{BOX}/{rest}"


def command_path(*argv):
    return box_path("exec/ws?" + "&".join("command=" + quote(word) for word in argv))


KUBERNETES = "v5.channel.k8s.io"
SAMPLES = {}
FACTS = []


def timed(name, step):
    begin = time.perf_counter()
    step()
    add(name, time.perf_counter() - begin)


def add(name, seconds):
    SAMPLES.setdefault(name, []).append(seconds * 1000)


def middle(name):
    ordered = sorted(SAMPLES[name])
    return ordered[len(ordered) // 2]


def run(argv, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL):
    subprocess.run(argv, stdin=stdin, stdout=stdout, check=True, timeout=300)


def end_of(*argv):
    """The exit code, by the last frame."""
    client = WebSocket(command_path(*argv), KUBERNETES)
    while True:
        message = client.message()
        if message is None:
            raise OSError("no status")
        if message[0] == STATUS:
            client.close()
            status = json.loads(message[1:])
            if status["status"] == "Success":
                return 0
            return int(status["details"]["causes"][0]["message"])


def run_true():
    if end_of("true") != 0:
        raise OSError("true was not")


def ends():
    """Exit codes and signals, a thousand of them; one that is wrong ends the run."""
    fatal = [number for number in range(1, 65) if number not in (17, 18, 19, 20, 21, 22, 23, 28, 32, 33)]
    wanted = [(f"exit {code}", code) for code in range(256)] + [(f"kill -{number} $$", 128 + number) for number in fatal]
    for i in range(ENDS):
        script, code = wanted[i % len(wanted)]
        ended = end_of("sh", "-c", script)
        if ended != code:
            raise OSError(f"{script} ended with {ended}")
    FACTS.append(f"{ENDS} exit codes and signals: all right")


def await_output(client, wanted):
    seen = b""
    while wanted not in seen:
        message = client.message()
        if message is None:
            raise OSError(seen)
        if message[0] == STATUS:
            raise OSError(message)
        if message[0] == STDOUT:
            seen += message[1:]
    return seen


def quiet_console():
    """A console where cat echoes by the terminal alone."""
    client = WebSocket(box_path("console"), KUBERNETES)
    client.send(bytes([STDIN]) + b"PS1=; echo rea''dy; exec cat >/dev/null\n")
    await_output(client, b"ready")
    return client


def keystrokes(count):
    client = quiet_console()
    for i in range(count):
        key = b"abcdefghij"[i % 10 : i % 10 + 1]
        timed("keystroke, console over WebSocket", lambda: (client.send(bytes([STDIN]) + key), await_output(client, key)))
    client.close()


def typed_keystrokes(count):
    """As a person has it: zomg console at a terminal."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.execv(ZOMG, [ZOMG, "console", BOX])

    def hear(wanted):
        seen = b""
        while wanted not in seen:
            if not select.select([terminal], [], [], PATIENCE)[0]:
                raise OSError(seen)
            seen += os.read(terminal, 65536)

    time.sleep(1)
    os.write(terminal, b"PS1=; echo rea''dy; cat >/dev/null\n")
    hear(b"ready")
    for i in range(count):
        key = b"abcdefghij"[i % 10 : i % 10 + 1]
        timed("keystroke, zomg console", lambda: (os.write(terminal, key), hear(key)))
    os.write(terminal, b"\n\x04exit\n")
    os.close(terminal)
    os.waitpid(pid, 0)


def bare_stream(message):
    client = WebSocket(f"/bare/out?size={SIZE}&message={message}")
    left = SIZE
    while left > 0:
        _, length = client.head()
        client.skip(length)
        left -= length
    client.close()


def bare_sink(size):
    client = WebSocket(f"/bare/in?size={size}")
    message = bytes(32 << 10)
    for _ in range(size // len(message)):
        client.send(message)
    client.message()
    client.close()


def stock_cat():
    client = WebSocket(command_path("cat", "/srv/bench"), KUBERNETES)
    left = SIZE
    while left > 0:
        kind, length = client.head()
        if kind == PING:
            client.send(client.bytes(length), PONG)
            continue
        channel = client.bytes(1)[0]
        client.skip(length - 1)
        left -= length - 1 if channel == STDOUT else 0
    client.close()


def send_file(file, destination):
    """What two processes need at least: sendfile(2) into a connection, and reading from it."""
    server = socket.create_server(("127.0.0.1", 0))
    pid = os.fork()
    if pid == 0:
        connection, _ = server.accept()
        with open(file, "rb") as source:
            at = 0
            while at < SIZE:
                at += os.sendfile(connection.fileno(), source.fileno(), at, SIZE - at)
        os._exit(0)
    client = socket.create_connection(server.getsockname())
    buffer = memoryview(bytearray(256 * 1024))
    with open(destination, "wb", buffering=0) as out:
        while count := client.recv_into(buffer):
            out.write(buffer[:count])
    os.waitpid(pid, 0)
    server.close()


def remove(*names):
    for name in names:
        if os.path.exists(name):
            os.remove(name)
    os.sync()


def files():
    here, there = f"{WORK}/file", f"{ROOT}/srv/bench"
    out, into = f"{WORK}/out", f"{ROOT}/srv/into"
    for _ in range(ROUNDS):
        timed("1 GiB out, cp", lambda: run(["cp", there, out]))
        remove(out)
        timed("1 GiB out, sendfile and a connection", lambda: send_file(there, out))
        remove(out)
        timed("1 GiB out, zomg get", lambda: run([ZOMG, "get", f"{BOX}:/srv/bench", out]))
        remove(out)
        timed("1 GiB in, cp", lambda: run(["cp", here, into]))
        remove(into)
        timed("1 GiB in, cp and fsync", lambda: run(["sh", "-c", 'cp "$0" "$1" && sync "$1"', here, into]))
        remove(into)
        timed("1 GiB in, zomg put", lambda: run([ZOMG, "put", here, f"{BOX}:/srv/into"]))
        remove(into)


def streams():
    for _ in range(ROUNDS):
        timed("1 GiB out, bare messages of 64 KiB", lambda: bare_stream(64 << 10))
        timed("1 GiB out, bare messages of 256 KiB", lambda: bare_stream(256 << 10))
        timed("1 GiB out, cat by a stock client", stock_cat)
        timed("1 GiB out, zomg exec -- cat FILE", lambda: run([ZOMG, "exec", BOX, "--", "cat", "/srv/bench"]))


def both_ways():
    """The container reads 8 KiB of a WebSocket at a time, whatever it is told: a quarter has to do."""
    part = SIZE // 4
    with open(f"{WORK}/part", "wb") as file:
        file.write(os.urandom(part))

    def through(*argv):
        with open(f"{WORK}/part", "rb") as file:
            run([ZOMG, "exec", BOX, "--", *argv], stdin=file)

    for _ in range(ROUNDS):
        timed("256 MiB in, bare messages of 32 KiB", lambda: bare_sink(part))
        timed("256 MiB in, zomg exec -- cat >/dev/null", lambda: through("sh", "-c", "cat >/dev/null"))
        timed("256 MiB in and out, zomg exec -- cat", lambda: through("cat"))
    remove(f"{WORK}/part")


def resident():
    with open(f"/proc/{PID}/status", encoding="ascii") as status:
        sizes = dict(line.split(":", 1) for line in status)
    return {name: int(sizes[name].split()[0]) / 1024 for name in ("VmRSS", "RssAnon")}


def consoles():
    before = resident()
    many = [quiet_console() for _ in range(CONSOLES)]
    for client in many:
        client.send(bytes([STDIN]) + b"x")
    for client in many:
        await_output(client, b"x")
    after = resident()
    FACTS.append(
        f"{CONSOLES} open consoles: {after['VmRSS'] - before['VmRSS']:.0f} MiB more resident,"
        f" of which {after['RssAnon'] - before['RssAnon']:.0f} MiB its own (before: {before['VmRSS']:.0f} MiB)"
    )
    for client in many:
        client.close()


def ratio(one, other):
    part = min(SAMPLES[one]) / min(SAMPLES[other])
    FACTS.append(f"{other} has {100 * part:.0f} % of the speed of {one}")


def load():
    return " ".join(open("/proc/loadavg", encoding="ascii").read().split()[:3])


def main():
    FACTS.append(f"load before: {load()}")
    for _ in range(20):
        run_true()
    for _ in range(20 * ROUNDS):
        timed("true over WebSocket", run_true)
    ends()
    keystrokes(50 * ROUNDS)
    typed_keystrokes(50 * ROUNDS)
    for _ in range(5 * ROUNDS):
        timed("zomg exec -- true", lambda: run([ZOMG, "exec", BOX, "--", "true"]))
    with open(f"{WORK}/file", "wb") as file:
        for _ in range(SIZE >> 20):
            file.write(os.urandom(1 << 20))
    run([ZOMG, "put", f"{WORK}/file", f"{BOX}:/srv/bench"])
    os.sync()
    streams()
    both_ways()
    files()
    remove(f"{WORK}/file", f"{ROOT}/srv/bench")
    consoles()
    bare = min(("1 GiB out, bare messages of 64 KiB", "1 GiB out, bare messages of 256 KiB"), key=lambda name: min(SAMPLES[name]))
    ratio(bare, "1 GiB out, cat by a stock client")
    ratio(bare, "1 GiB out, zomg exec -- cat FILE")
    ratio("256 MiB in, bare messages of 32 KiB", "256 MiB in, zomg exec -- cat >/dev/null")
    ratio("256 MiB in, bare messages of 32 KiB", "256 MiB in and out, zomg exec -- cat")
    ratio("1 GiB out, cp", "1 GiB out, zomg get")
    ratio("1 GiB out, sendfile and a connection", "1 GiB out, zomg get")
    ratio("1 GiB in, cp", "1 GiB in, zomg put")
    ratio("1 GiB in, cp and fsync", "1 GiB in, zomg put")
    FACTS.append(f"load after: {load()}")
    print(f"{'ms':<42} {'min':>8} {'median':>8} {'n':>5}")
    for name, samples in SAMPLES.items():
        print(f"{name:<42} {min(samples):>8.1f} {middle(name):>8.1f} {len(samples):>5}")
    for fact in FACTS:
        print(fact)


main()
