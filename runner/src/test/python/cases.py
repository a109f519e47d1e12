"""What the tests of boxes have in common."""

import os
import sys
import time
import unittest

import runner
from pool import Box


class BoxCase(unittest.TestCase):
    pool = None  # of all tests of a run

    def setUp(self):
        began = time.monotonic()
        self.addCleanup(lambda: print(f"  {time.monotonic() - began:5.2f} s {self.id().split('.', 1)[1]}", flush=True))

    def box(self, *arguments, **options):
        box = Box(self.pool, *arguments, **options)
        self.addCleanup(box.stop)
        return box

    def need(self, met, what):
        if not met:
            print(f"  SKIPPED {self.id().split('.', 1)[1]}: {what}", file=sys.stderr, flush=True)
            self.skipTest(what)

    def refused(self, box, script, pattern):
        entry = box.sh(script)
        self.assertNotEqual(entry.status, "exited 0", script)
        self.assertRegex(entry.stderr.decode(), pattern)

    @staticmethod
    def only_standard_descriptors(pid):
        # A program just exec'd has its libraries open for a moment
        runner.wait_until(lambda: sorted(os.listdir(f"/proc/{pid}/fd")) == ["0", "1", "2"])
