package zomg.local;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.linux.cgroup.Cgroups;
import zomg.linux.libc.Errno;
import zomg.linux.libc.Libc;
import zomg.linux.libc.SyscallFailed;
import zomg.linux.process.HostProcess;
import zomg.model.id.Uid;

/** Ends the processes of a box; its control group says which they are. */
final class BoxTermination {

    private static final Duration POLL = Duration.ofMillis(2);
    private static final List<List<String>> KEEPALIVE =
            List.of(List.of("sleep", "infinity"), List.of("/bin/bash", "-lc", "sleep infinity"));

    private final Cgroups cgroups;
    private final Libc libc;

    BoxTermination(Cgroups cgroups, Libc libc) {
        this.cgroups = cgroups;
        this.libc = libc;
    }

    /**
     * TERM to every process but PID 1 and the one that keeps PID 1 alive: with that one the kernel
     * would end all others at once. Returns when none of the others is left, or after {@code
     * grace}.
     */
    void terminate(Uid box, Optional<BoxInit> init, Duration grace) {
        if (init.isEmpty() || grace.isZero()) {
            return;
        }
        Set<Integer> keep = keptAlive(box, init.get().pid());
        others(box, keep).forEach(pid -> signal(pid, Libc.SIGTERM));
        await(() -> !init.get().isAlive() || others(box, keep).isEmpty(), grace);
    }

    /**
     * KILL to all, until none is left. A process leaves its group a little before it has ended; PID
     * 1 ends after all others of its namespace, so its end is waited for too.
     */
    void kill(Uid box, Optional<BoxInit> init, Duration patience) {
        boolean gone =
                await(
                        () -> {
                            Set<Integer> alive = cgroups.processes(box.value());
                            if (!alive.isEmpty() && !cgroups.kill(box.value())) {
                                alive.forEach(pid -> signal(pid, Libc.SIGKILL));
                            }
                            return alive.isEmpty() && !init.map(BoxInit::isAlive).orElse(false);
                        },
                        patience);
        if (!gone) {
            throw new Refusal(
                    ErrorCode.ENGINE_UNAVAILABLE,
                    "processes of the box do not end; try again later");
        }
    }

    private Set<Integer> keptAlive(Uid box, int init) {
        return cgroups.processes(box.value()).stream()
                .flatMap(pid -> HostProcess.find(pid).stream())
                .filter(process -> process.parent() == init)
                .filter(process -> KEEPALIVE.contains(process.arguments()))
                .min(Comparator.comparingLong(HostProcess::startTime))
                .map(keepalive -> Set.of(init, keepalive.pid()))
                .orElseGet(() -> Set.of(init));
    }

    private List<Integer> others(Uid box, Set<Integer> keep) {
        return cgroups.processes(box.value()).stream()
                .filter(pid -> !keep.contains(pid))
                .filter(pid -> HostProcess.find(pid).filter(found -> !found.zombie()).isPresent())
                .toList();
    }

    private void signal(int pid, int signal) {
        try {
            libc.kill(pid, signal);
        } catch (SyscallFailed failure) {
            if (failure.errno() != Errno.ESRCH) {
                throw failure;
            }
        }
    }

    private static boolean await(BooleanSupplier condition, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline >= 0 || Thread.currentThread().isInterrupted()) {
                return false;
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(POLL.toMillis()));
        }
        return true;
    }
}
