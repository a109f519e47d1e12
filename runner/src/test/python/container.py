"""Becomes PID 1 of what a container runtime would make: python3 container.py DESCRIPTION.json, in new namespaces.

Says that it is there, and waits for a line before the runner takes its place."""

import ctypes
import json
import os
import subprocess
import sys

MNT_DETACH = 2
DEVICES = {"null": 3, "zero": 5, "full": 7, "random": 8, "urandom": 9}


def command(*words, **options):
    subprocess.run(words, check=True, **options)


def directory(path):
    os.makedirs(path, exist_ok=True)
    return path


def bind(source, target):
    if os.path.isdir(source):
        directory(target)
    else:
        open(target, "w").close()
    command("mount", "--bind", source, target)


def make_devices(dev, message):
    command("mount", "-t", "tmpfs", "-o", "mode=755", "tmpfs", directory(dev))
    for name, minor in DEVICES.items():
        os.mknod(f"{dev}/{name}", 0o20666, os.makedev(1, minor))
    os.mknod(f"{dev}/tty", 0o20666, os.makedev(5, 0))
    os.symlink("/proc/self/fd", f"{dev}/fd")
    os.symlink("pts/ptmx", f"{dev}/ptmx")
    for name in ("pts", "shm", "mqueue"):
        os.mkdir(f"{dev}/{name}")
    bind(message, f"{dev}/termination-log")


def become(description):
    root = description["root"]
    for group in description["groups"]:
        with open(f"{group}/cgroup.procs", "w") as procs:
            procs.write("0")
    command("ip", "link", "set", "lo", "up")
    command("ip", "link", "add", "eth0", "type", "bridge")
    command("ip", "address", "add", description["address"], "dev", "eth0")
    command("mount", "-t", "tmpfs", "-o", "mode=755", "tmpfs", root)
    command("cp", description["program"], f"{root}/zomg-runner")
    command("mount", "-t", "proc", "proc", directory(f"{root}/proc"))
    make_devices(f"{root}/dev", description["message"])
    directory(f"{root}/etc")
    with open(f"{root}/etc/resolv.conf", "w") as file:
        file.write("search demo.svc.cluster.local\n")
    for source, target in description["binds"]:
        bind(source, root + target)
    libc = ctypes.CDLL(None, use_errno=True)
    os.chdir(root)
    command("pivot_root", ".", ".")
    if libc.umount2(b".", MNT_DETACH) != 0:
        raise OSError(ctypes.get_errno(), "umount2")
    os.chdir("/")
    print("here", flush=True)
    sys.stdin.readline()
    os.execve("/zomg-runner", ["/zomg-runner", "pod"], description["environment"])


if __name__ == "__main__":
    with open(sys.argv[1]) as file:
        become(json.load(file))
