package zomg.linux.process;

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

    private record Watched(Uid box, ProcessIdentity process, FileDescriptor descriptor) {}

    private final Libc libc;
    private final FileDescriptor epoll;
    private final Map<Uid, Watched> watched = new HashMap<>();
    private final Set<Uid> ended = new HashSet<>();

    public FirstProcesses(Libc libc) {
        this.libc = libc;
        this.epoll = libc.epollCreate();
    }

    /** From now on the end of this process is told; asking twice is asking once. */
    public synchronized void watch(Uid box, ProcessIdentity process) {
        Watched known = watched.get(box);
        if (known != null && known.process().equals(process)) {
            return;
        }
        forget(box);
        try {
            FileDescriptor descriptor = libc.pidfdOpen(process.pid());
            watched.put(box, new Watched(box, process, descriptor));
            libc.epollAdd(epoll, descriptor, descriptor.number());
        } catch (SyscallFailed failure) {
            if (failure.errno() != Errno.ESRCH) {
                throw failure;
            }
            ended.add(box);
            return;
        }
        if (!process.isAlive()) {
            // Another process may have got its pid before we had the descriptor.
            forget(box);
            ended.add(box);
        }
    }

    public synchronized void forget(Uid box) {
        Watched known = watched.remove(box);
        if (known != null) {
            known.descriptor().close();
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
                .filter(one -> one.descriptor().number() == token)
                .filter(one -> !one.process().isAlive())
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
