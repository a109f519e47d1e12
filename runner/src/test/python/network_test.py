"""The link between a box and its host."""

import os
import socket

import runner
from cases import BoxCase
from pool import SUBNET, command, link_details, link_exists, read


class NetworkTest(BoxCase):
    def test_both_ends_have_what_they_need_and_nothing_more(self):
        box = self.box().start()
        details = link_details(box.link)

        self.assertEqual((details["group"], details["ifalias"]), ("77", "web of demo"))
        self.assertIn("UP", details["flags"])
        wanted = (("ipv4", "rp_filter", "1"), ("ipv4", "accept_redirects", "0"), ("ipv6", "disable_ipv6", "1"))
        for family, name, value in wanted:
            path = f"/proc/sys/net/{family}/conf/{box.link}/{name}"
            if os.path.exists(path):
                self.assertEqual(read(path).strip(), value)
        self.assertEqual(command("ip", "-6", "address", "show", "dev", box.link), "")
        self.assertIn(f"{box.address} proto static scope link", command("ip", "route", "show", "dev", box.link))
        self.assertEqual(box.text("ls /sys/class/net | tr '\\n' ' '"), "eth0 lo")

    def test_the_box_reaches_the_gateway_and_the_host_reaches_the_box(self):
        box = self.box().start()
        with socket.create_server((f"{SUBNET}.1", 0)) as server:
            port = server.getsockname()[1]
            server.settimeout(10)
            entry = box.enter("/bin/bash", "-c", f"exec 3<>/dev/tcp/{SUBNET}.1/{port}; echo hello >&3")
            peer, address = server.accept()
            with peer:
                self.assertEqual(peer.recv(10), b"hello\n")
            self.assertEqual(address[0], box.address)
            entry.close_stdin()
            self.assertEqual(entry.finish().status, "exited 0")
        with self.assertRaises(ConnectionRefusedError):
            socket.create_connection((box.address, 9), timeout=10)
        box.text("exec 3<>/dev/tcp/127.0.0.1/1 || true")

    def test_a_name_that_is_taken_is_a_failure_and_stays(self):
        box = self.box()
        command("ip", "link", "add", box.link, "type", "bridge")
        self.addCleanup(command, "ip", "link", "delete", box.link)
        try:
            with self.assertRaisesRegex(runner.Failed, "^failed link_make 17 "):
                box.start()
            self.assertTrue(link_exists(box.link))
            self.assertFalse(box.processes())
        finally:
            box.link = "zgone"

    def test_without_a_network_there_is_the_loopback(self):
        box = self.box(network=False).start()

        self.assertEqual(box.text("cat /sys/class/net/lo/flags; ls /sys/class/net"), "0x9\nlo")

    def test_packages_can_be_installed(self):
        self.need(os.environ.get("ZOMG_TEST_NETWORK"), "takes what a mirror takes: set ZOMG_TEST_NETWORK=1")
        box = self.box().start()
        table = f"zomg_runner_{self.pool.tag}"
        with open("/proc/sys/net/ipv4/ip_forward", "r+") as file:
            before = file.read()
            file.seek(0)
            file.write("1")
        command(
            "nft",
            f"add table ip {table}; add chain ip {table} p {{ type nat hook postrouting priority 100; }};"
            f"add rule ip {table} p ip saddr {box.address} masquerade",
        )
        try:
            box.text("apt-get -qq update")
            box.text("DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends sudo")
        finally:
            command("nft", "delete", "table", "ip", table)
            with open("/proc/sys/net/ipv4/ip_forward", "w") as file:
                file.write(before)
        box.text("useradd alice; echo 'alice ALL=(ALL) NOPASSWD: ALL' > /etc/sudoers.d/alice")
        self.assertEqual(box.text("sudo id -u", user="alice"), "0")
