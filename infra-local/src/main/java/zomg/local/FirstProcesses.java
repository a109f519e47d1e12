package zomg.local;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import zomg.linux.libc.Errno;
import zomg.linux.libc.FileDescriptor;
import zomg.linux.libc.Libc;
import zomg.linux.libc.SyscallFailed;
import zomg.model.id.Uid;
import zomg.port.BoxEnds;

/**
 * Watches the first processes of boxes, which are not children of ours: each by a descriptor of the
 * process, all of them in one wait of the kernel. Nothing is done as long as none ends.
 */
public final class FirstProcesses implements BoxEnds, AutoCloseable {

    private record Watched(Uid box, BoxInit init, FileDescriptor process) {}

    private final Libc libc;
    private final FileDescriptor epoll;
    private final Map<Uid, Watched> watched = new HashMap<>();
    private final Set<Uid> ended = new HashSet<>();

    public FirstProcesses(Libc libc) {
        this.libc = libc;
        this.epoll = libc.epollCreate();
    }

    /** From now on the end of this process is told; asking twice is asking once. */
    synchronized void watch(Uid box, BoxInit init) {
        Watched known = watched.get(box);
        if (known != null && known.init().equals(init)) {
            return;
        }
        forget(box);
        try {
            FileDescriptor process = libc.pidfdOpen(init.pid());
            watched.put(box, new Watched(box, init, process));
            libc.epollAdd(epoll, process, process.number());
        } catch (SyscallFailed failure) {
            if (failure.errno() != Errno.ESRCH) {
                throw failure;
            }
            ended.add(box);
            return;
        }
        if (!init.isAlive()) {
            // Another process may have got its pid before we had the descriptor.
            forget(box);
            ended.add(box);
        }
    }

    synchronized void forget(Uid box) {
        Watched known = watched.remove(box);
        if (known != null) {
            known.process().close();
        }
    }

    @Override
    public Set<Uid> await(Duration patience) {
        int milliseconds = Math.clamp(patience.toMillis(), 1, Integer.MAX_VALUE);
        for (long token : libc.epollWait(epoll, milliseconds)) {
            end(token);
        }
        return told();
    }

    private synchronized void end(long token) {
        watched.values().stream()
                .filter(one -> one.process().number() == token)
                .filter(one -> !one.init().isAlive())
                .map(Watched::box)
                .toList()
                .forEach(
                        box -> {
                            forget(box);
                            ended.add(box);
                        });
    }

    private synchronized Set<Uid> told() {
        Set<Uid> told = Set.copyOf(ended);
        ended.clear();
        return told;
    }

    @Override
    public synchronized void close() {
        Set.copyOf(watched.keySet()).forEach(this::forget);
        epoll.close();
    }
}
