package zomg.linux.cgroup;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.linux.libc.Errno;
import zomg.linux.libc.FileDescriptor;
import zomg.linux.libc.Libc;
import zomg.linux.libc.SyscallFailed;
import zomg.linux.process.HostProcess;
import zomg.linux.process.ProcessIdentity;

/** Ends the processes of a box; its control group says which they are. */
public final class BoxTermination {

    private static final Duration FIRST_POLL = Duration.ofNanos(250_000);
    private static final Duration LAST_POLL = Duration.ofMillis(20);
    private static final int DESCRIBED = 3;
    private static final List<List<String>> KEEPALIVE =
            List.of(List.of("sleep", "infinity"), List.of("/bin/bash", "-lc", "sleep infinity"));

    private final Cgroups cgroups;
    private final Libc libc;
    private final Predicate<HostProcess> isOurs;

    public BoxTermination(Cgroups cgroups, Libc libc) {
        this(cgroups, libc, _ -> false);
    }

    /**
     * @param isOurs tells processes of zomg's own that are in the groups of boxes: they end with
     *     the box's, and would be too early if they were asked
     */
    public BoxTermination(Cgroups cgroups, Libc libc, Predicate<HostProcess> isOurs) {
        this.cgroups = cgroups;
        this.libc = libc;
        this.isOurs = isOurs;
    }

    /**
     * Asks every process to end but PID 1 and the one that keeps PID 1 alive: with that one the
     * kernel would end all others at once. Who is forked meanwhile is asked too, at second sight:
     * until it runs a program of its own, it may hear with the ears of its parent, and forget.
     * Returns when none of the others is left, or after {@code grace}.
     */
    public void terminate(String group, Optional<ProcessIdentity> init, Duration grace) {
        if (init.isEmpty() || grace.isZero()) {
            return;
        }
        Set<Integer> keep = keptAlive(group, init.get().pid());
        Set<ProcessIdentity> seen = new HashSet<>();
        Set<ProcessIdentity> asked = new HashSet<>();
        await(
                () -> {
                    List<HostProcess> others = others(group, keep);
                    boolean first = seen.isEmpty();
                    others.stream()
                            .filter(one -> !seen.add(ProcessIdentity.of(one)) || first)
                            .filter(one -> asked.add(ProcessIdentity.of(one)))
                            .forEach(this::ask);
                    return others.isEmpty() || !init.get().isAlive();
                },
                grace);
    }

    /** An interactive shell ignores TERM; it ends when its terminal does. */
    private void ask(HostProcess process) {
        signal(libc, process.pid(), Libc.SIGTERM);
        if (process.hasTerminal()) {
            signal(libc, process.pid(), Libc.SIGHUP);
        }
        if (process.isStopped()) {
            signal(libc, process.pid(), Libc.SIGCONT);
        }
    }

    /**
     * KILL to all, until none is left. A process leaves its group a little before it has ended; PID
     * 1 ends after all others of its namespace, so its end is waited for too.
     */
    public void kill(String group, Optional<ProcessIdentity> init, Duration patience) {
        boolean gone =
                await(
                        () -> {
                            Set<Integer> alive = cgroups.processes(group);
                            if (!alive.isEmpty() && !cgroups.kill(group)) {
                                alive.forEach(pid -> signal(libc, pid, Libc.SIGKILL));
                            }
                            boolean initLives = init.filter(this::isAliveSoon).isPresent();
                            return !initLives && cgroups.processes(group).isEmpty();
                        },
                        patience);
        if (!gone) {
            throw new Refusal(
                    ErrorCode.ENGINE_UNAVAILABLE,
                    "processes of the box do not end: %s; try again later"
                            .formatted(described(cgroups.processes(group))));
        }
    }

    /** Most end at once: to be woken by the end costs less than to look again and again. */
    private boolean isAliveSoon(ProcessIdentity init) {
        if (!init.isAlive()) {
            return false;
        }
        try (FileDescriptor process = libc.pidfdOpen(init.pid())) {
            libc.awaitReadable(process, (int) LAST_POLL.toMillis());
        } catch (SyscallFailed failure) {
            if (failure.errno() != Errno.ESRCH) {
                throw failure;
            }
        }
        return init.isAlive();
    }

    /** A few of them, for a person: a state of D is one that waits in the kernel, for a disk. */
    private static String described(Set<Integer> processes) {
        return processes.stream()
                .limit(DESCRIBED)
                .flatMap(pid -> HostProcess.find(pid).stream())
                .map(
                        one ->
                                "%s (pid %d, state %c)"
                                        .formatted(
                                                String.join(" ", one.arguments()),
                                                one.pid(),
                                                one.state()))
                .collect(Collectors.joining(", "));
    }

    private Set<Integer> keptAlive(String group, int init) {
        return cgroups.processes(group).stream()
                .flatMap(pid -> HostProcess.find(pid).stream())
                .filter(process -> process.parent() == init)
                .filter(process -> KEEPALIVE.contains(process.arguments()))
                .min(Comparator.comparingLong(HostProcess::startTime))
                .map(keepalive -> Set.of(init, keepalive.pid()))
                .orElseGet(() -> Set.of(init));
    }

    private List<HostProcess> others(String group, Set<Integer> keep) {
        return cgroups.processes(group).stream()
                .filter(pid -> !keep.contains(pid))
                .flatMap(pid -> HostProcess.find(pid).stream())
                .filter(one -> !one.isZombie() && !isOurs.test(one))
                .toList();
    }

    /** Nothing happens to one that has ended. */
    public static void signal(Libc libc, int pid, int signal) {
        try {
            libc.kill(pid, signal);
        } catch (SyscallFailed failure) {
            if (failure.errno() != Errno.ESRCH) {
                throw failure;
            }
        }
    }

    /** Looks often at first, because most things are over soon. */
    public static boolean await(BooleanSupplier condition, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        long pause = FIRST_POLL.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline >= 0 || Thread.currentThread().isInterrupted()) {
                return false;
            }
            LockSupport.parkNanos(pause);
            pause = Math.min(pause * 2, LAST_POLL.toNanos());
        }
        return true;
    }
}
