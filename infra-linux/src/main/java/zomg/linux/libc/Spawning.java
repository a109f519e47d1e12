package zomg.linux.libc;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static zomg.linux.libc.Downcall.CALL_STATE;
import static zomg.linux.libc.Downcall.ERRNO;
import static zomg.linux.libc.Downcall.NOT_VARIADIC;
import static zomg.linux.libc.Downcall.checked;
import static zomg.linux.libc.Downcall.find;
import static zomg.linux.libc.Downcall.rethrown;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/**
 * Starting a program by posix_spawn(3), the pipes to it, and its end. In the kernel that is one
 * vfork and one close_range, however many descriptors we have; the JVM's own way starts a helper
 * between, which closes them one by one.
 */
public final class Spawning {

    /** Both are 80 and 336 bytes with glibc of 64 bits; what is too much costs nothing. */
    private static final MemoryLayout OPAQUE = MemoryLayout.sequenceLayout(64, JAVA_LONG);

    /** sigset_t; all zero is the empty set. */
    private static final MemoryLayout SIGNALS = MemoryLayout.sequenceLayout(16, JAVA_LONG);

    private static final short POSIX_SPAWN_SETSIGMASK = 0x08;
    private static final int FIRST_FREE = 3;
    private static final int WNOHANG = 1;

    private static final FunctionDescriptor ON_OPAQUE = FunctionDescriptor.of(JAVA_INT, ADDRESS);

    private final MethodHandle pipe =
            find("pipe2", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT), NOT_VARIADIC);
    private final MethodHandle read =
            find(
                    "read",
                    FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG),
                    NOT_VARIADIC);
    private final MethodHandle write =
            find(
                    "write",
                    FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG),
                    NOT_VARIADIC);
    private final MethodHandle wait =
            find(
                    "waitpid",
                    FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT),
                    NOT_VARIADIC);
    private final MethodHandle spawn =
            find(
                    "posix_spawn",
                    FunctionDescriptor.of(
                            JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS),
                    NOT_VARIADIC);
    private final MethodHandle actionsInit =
            find("posix_spawn_file_actions_init", ON_OPAQUE, NOT_VARIADIC);
    private final MethodHandle actionsDestroy =
            find("posix_spawn_file_actions_destroy", ON_OPAQUE, NOT_VARIADIC);
    private final MethodHandle actionsDup =
            find(
                    "posix_spawn_file_actions_adddup2",
                    FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT),
                    NOT_VARIADIC);
    private final MethodHandle actionsCloseFrom =
            find(
                    "posix_spawn_file_actions_addclosefrom_np",
                    FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT),
                    NOT_VARIADIC);
    private final MethodHandle attributesInit =
            find("posix_spawnattr_init", ON_OPAQUE, NOT_VARIADIC);
    private final MethodHandle attributesDestroy =
            find("posix_spawnattr_destroy", ON_OPAQUE, NOT_VARIADIC);
    private final MethodHandle attributesFlags =
            find(
                    "posix_spawnattr_setflags",
                    FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_SHORT),
                    NOT_VARIADIC);
    private final MethodHandle attributesMask =
            find(
                    "posix_spawnattr_setsigmask",
                    FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS),
                    NOT_VARIADIC);

    private final Libc libc;
    private final Blocks blocks = new Blocks();

    public Spawning(Libc libc) {
        this.libc = libc;
    }

    /** A pipe; see pipe(2). */
    public record Pipe(FileDescriptor reading, FileDescriptor writing) {}

    public Pipe pipe() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(CALL_STATE);
            MemorySegment ends = arena.allocate(JAVA_INT, 2);
            checked((int) pipe.invokeExact(state, ends, Libc.O_CLOEXEC), state, "pipe2", "");
            return new Pipe(
                    new FileDescriptor(libc, ends.getAtIndex(JAVA_INT, 0)),
                    new FileDescriptor(libc, ends.getAtIndex(JAVA_INT, 1)));
        } catch (Throwable failure) {
            throw rethrown(failure);
        }
    }

    /**
     * Starts {@code argv}, whose first word is the path of a program, with no signal blocked.
     *
     * @param environment each {@code NAME=value}
     * @param stdin what it reads; its standard error is ours, and it has no other descriptor
     * @return its pid, which stays its own until {@link #reap} told its end
     */
    public int spawn(
            List<String> argv,
            List<String> environment,
            FileDescriptor stdin,
            FileDescriptor stdout) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(CALL_STATE);
            MemorySegment actions = arena.allocate(OPAQUE);
            MemorySegment attributes = arena.allocate(OPAQUE);
            MemorySegment pid = arena.allocate(JAVA_INT);
            done((int) actionsInit.invokeExact(state, actions), "posix_spawn_file_actions_init");
            done((int) attributesInit.invokeExact(state, attributes), "posix_spawnattr_init");
            try {
                duplicate(state, actions, stdin, 0);
                duplicate(state, actions, stdout, 1);
                done(
                        (int) actionsCloseFrom.invokeExact(state, actions, FIRST_FREE),
                        "posix_spawn_file_actions_addclosefrom_np");
                done(
                        (int)
                                attributesFlags.invokeExact(
                                        state, attributes, POSIX_SPAWN_SETSIGMASK),
                        "posix_spawnattr_setflags");
                MemorySegment none = arena.allocate(SIGNALS);
                done(
                        (int) attributesMask.invokeExact(state, attributes, none),
                        "posix_spawnattr_setsigmask");
                MemorySegment words = words(arena, argv);
                int error =
                        (int)
                                spawn.invokeExact(
                                        state,
                                        pid,
                                        words.get(ADDRESS, 0),
                                        actions,
                                        attributes,
                                        words,
                                        words(arena, environment));
                done(error, "posix_spawn " + argv.getFirst());
                return pid.get(JAVA_INT, 0);
            } finally {
                int unused = (int) attributesDestroy.invokeExact(state, attributes);
                unused = (int) actionsDestroy.invokeExact(state, actions);
            }
        } catch (Throwable failure) {
            throw rethrown(failure);
        }
    }

    private void duplicate(MemorySegment state, MemorySegment actions, FileDescriptor from, int to)
            throws Throwable {
        done(
                (int) actionsDup.invokeExact(state, actions, from.number(), to),
                "posix_spawn_file_actions_adddup2");
    }

    /** These calls return the error. */
    private static void done(int error, String call) {
        if (error != 0) {
            throw new SyscallFailed(call, "", error);
        }
    }

    private static MemorySegment words(Arena arena, List<String> words) {
        MemorySegment pointers = arena.allocate(ADDRESS, words.size() + 1L);
        for (int at = 0; at < words.size(); at++) {
            pointers.setAtIndex(ADDRESS, at, arena.allocateFrom(words.get(at)));
        }
        return pointers;
    }

    /**
     * @return how many bytes were read, {@link Blocks#SIZE} at most; 0 at the end
     */
    public int read(FileDescriptor file, byte[] into, int offset, int length) {
        MemorySegment bytes = blocks.take();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(CALL_STATE);
            long most = Math.min(length, Blocks.SIZE);
            long count;
            do {
                count = (long) read.invokeExact(state, file.number(), bytes, most);
            } while (count < 0 && (int) ERRNO.get(state, 0L) == Errno.EINTR);
            checked((int) count, state, "read", "" + file.number());
            MemorySegment.copy(bytes, JAVA_BYTE, 0, into, offset, (int) count);
            return (int) count;
        } catch (Throwable failure) {
            throw rethrown(failure);
        } finally {
            blocks.give(bytes);
        }
    }

    /** Writes all of it. */
    public void write(FileDescriptor file, byte[] from, int offset, int length) {
        MemorySegment bytes = blocks.take();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(CALL_STATE);
            for (int at = 0; at < length; at += Blocks.SIZE) {
                int part = Math.min(length - at, Blocks.SIZE);
                MemorySegment.copy(from, offset + at, bytes, JAVA_BYTE, 0, part);
                write(file, bytes, part, state);
            }
        } catch (Throwable failure) {
            throw rethrown(failure);
        } finally {
            blocks.give(bytes);
        }
    }

    private void write(FileDescriptor file, MemorySegment bytes, long length, MemorySegment state)
            throws Throwable {
        for (long at = 0; at < length; ) {
            long count =
                    (long) write.invokeExact(state, file.number(), bytes.asSlice(at), length - at);
            if (count >= 0 || (int) ERRNO.get(state, 0L) != Errno.EINTR) {
                at += checked((int) count, state, "write", "" + file.number());
            }
        }
    }

    /**
     * The wait status of a child, see waitpid(2), after which its pid may be another's; empty while
     * it runs.
     */
    public OptionalInt reap(int pid) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(CALL_STATE);
            MemorySegment status = arena.allocate(JAVA_INT);
            int found = (int) wait.invokeExact(state, pid, status, WNOHANG);
            return checked(found, state, "waitpid", "" + pid) == 0
                    ? OptionalInt.empty()
                    : OptionalInt.of(status.get(JAVA_INT, 0));
        } catch (Throwable failure) {
            throw rethrown(failure);
        }
    }

    /**
     * Returns when a child that was not reaped yet has ended, a signal comes, or it is too late.
     */
    public void awaitEnd(int pid, Duration patience) {
        try (FileDescriptor end = libc.pidfdOpen(pid)) {
            libc.awaitReadable(end, (int) patience.toMillis());
        }
    }

    /** Of a child that was not reaped yet. */
    public void kill(int pid) {
        libc.kill(pid, Libc.SIGKILL);
    }
}
