"""Real boxes: python3 boxes_test.py target/zomg-runner, as root, with ZOMG_TEST_ROOT a root file system with tini."""

import os
import sys
import unittest

from attach_test import AttachTest
from background_test import BackgroundTest, PrivilegedBackgroundTest
from cases import BoxCase
from enter_test import EnterTest
from fence_test import FenceTest
from files_test import FilesTest
from isolation_test import HardenedTest, PrivilegedTest
from network_test import NetworkTest
from pod_test import PodTest
from pool import Pool
from session_test import SessionTest
from start_test import FailureTest, PlantedTest
from terminal_test import HardenedTerminalTest, PrivilegedTerminalTest

__all__ = [
    "AttachTest",
    "BackgroundTest",
    "EnterTest",
    "FailureTest",
    "FenceTest",
    "FilesTest",
    "HardenedTerminalTest",
    "HardenedTest",
    "NetworkTest",
    "PlantedTest",
    "PodTest",
    "PrivilegedBackgroundTest",
    "PrivilegedTerminalTest",
    "PrivilegedTest",
    "SessionTest",
]


def unable():
    """Why these tests cannot run here, or None."""
    if os.geteuid() != 0:
        return "needs root"
    root = os.environ.get("ZOMG_TEST_ROOT", "")
    if not root:
        return "ZOMG_TEST_ROOT names no root file system (debootstrap --variant=minbase --include=tini,...)"
    if not os.access(f"{root}/usr/bin/tini", os.X_OK):
        return f"no /usr/bin/tini in {root}"
    return None


def main():
    reason = unable()
    if reason is not None:
        required = "root" in os.environ.get("ZOMG_REQUIRE", "").split(",")
        print(f"{'FAILED' if required else 'SKIPPED'}: tests of real boxes: {reason}", file=sys.stderr)
        return 1 if required else 0
    pool = BoxCase.pool = Pool(sys.argv.pop(1), os.environ["ZOMG_TEST_ROOT"])
    try:
        return 0 if unittest.main(exit=False).result.wasSuccessful() else 1
    finally:
        pool.remove()


if __name__ == "__main__":
    sys.exit(main())
