package zomg.linux.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.linux.libc.Errno;
import zomg.linux.libc.FileDescriptor;
import zomg.linux.libc.Libc;
import zomg.linux.libc.SyscallFailed;
import zomg.port.MachinePart;

/**
 * A file that everything this server starts on the host holds locked for as long as it lives. A new
 * server passes when nothing holds it any more: until then children of a killed one may still make
 * what nobody would look for later.
 */
public final class Fence implements MachinePart {

    private static final Duration POLL = Duration.ofMillis(5);
    private static final String PRIVATE = "rw-------";

    private final Path file;
    private final Libc libc;
    private final Duration patience;
    private boolean passed;

    /**
     * @param file of this instance; made if it is missing
     * @param patience how long the children of a server before this one may take to end
     */
    public Fence(Path file, Libc libc, Duration patience) {
        this.file = file;
        this.libc = libc;
        this.patience = patience;
    }

    @Override
    public String name() {
        return "fence";
    }

    /** Waits once: later it would be our own children that hold it. */
    @Override
    public synchronized void prepare() {
        if (passed) {
            return;
        }
        make();
        long deadline = System.nanoTime() + patience.toNanos();
        try (FileDescriptor descriptor = libc.open(file.toString(), Libc.O_RDONLY)) {
            while (!isFree(descriptor)) {
                if (System.nanoTime() - deadline >= 0 || Thread.currentThread().isInterrupted()) {
                    throw new Refusal(
                            ErrorCode.ENGINE_UNAVAILABLE,
                            ("programs of the server before this one have not ended: %s; end them,"
                                            + " then start again")
                                    .formatted(holders()));
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(POLL.toMillis()));
            }
        }
        passed = true;
    }

    /** The lock of this server alone is let go with the descriptor, at once. */
    private boolean isFree(FileDescriptor descriptor) {
        try {
            libc.flock(descriptor, Libc.LOCK_EX | Libc.LOCK_NB);
            return true;
        } catch (SyscallFailed failure) {
            if (failure.errno() == Errno.EAGAIN) {
                return false;
            }
            throw failure;
        }
    }

    @Override
    public synchronized boolean isOurs() {
        return passed;
    }

    /** Passed once, it stays so: whoever is on our side of it is our own child. */
    @Override
    public Optional<String> fault() {
        return Optional.empty();
    }

    /** Stays, as what is behind it may: a file made anew would be another fence. */
    @Override
    public void release() {}

    private void make() {
        try {
            if (!Files.exists(file)) {
                Files.createFile(
                        file,
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString(PRIVATE)));
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** What the runner is told, so that a call of it stands behind this fence. */
    List<String> options() {
        return List.of("--fence", file.toString(), Long.toString(ProcessHandle.current().pid()));
    }

    private String holders() {
        String found =
                ProcessHandle.allProcesses()
                        .map(ProcessHandle::pid)
                        .filter(pid -> pid != ProcessHandle.current().pid())
                        .filter(this::hasOpen)
                        .map(pid -> "%s (pid %d)".formatted(command(pid), pid))
                        .collect(Collectors.joining(", "));
        return found.isEmpty() ? "unknown ones" : found;
    }

    private boolean hasOpen(long pid) {
        try (Stream<Path> open = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
            return open.anyMatch(this::isOurs);
        } catch (IOException gone) {
            return false;
        }
    }

    private boolean isOurs(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).equals(file);
        } catch (IOException closed) {
            return false;
        }
    }

    private static String command(long pid) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid), "comm")).strip();
        } catch (IOException gone) {
            return "ended";
        }
    }
}
