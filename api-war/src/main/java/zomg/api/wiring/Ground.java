package zomg.api.wiring;

import zomg.linux.btrfs.Subvolumes;
import zomg.linux.libc.Libc;
import zomg.linux.pool.BoxQuotas;
import zomg.linux.pool.PoolDirectories;
import zomg.linux.process.CommandRunner;
import zomg.linux.process.Runner;

/** What every engine stands on: this machine, and its pool. */
record Ground(
        Libc libc,
        Runner runner,
        CommandRunner commands,
        PoolDirectories pool,
        Subvolumes subvolumes,
        BoxQuotas quotas) {}
