package zomg.linux.libc;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static zomg.linux.libc.Downcall.CALL_STATE;
import static zomg.linux.libc.Downcall.ERRNO;
import static zomg.linux.libc.Downcall.NOT_VARIADIC;
import static zomg.linux.libc.Downcall.checked;
import static zomg.linux.libc.Downcall.find;
import static zomg.linux.libc.Downcall.rethrown;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What we call of the C library, by its C names; see section 2 of the manual. Failures are {@link
 * SyscallFailed} with the errno of that very call.
 */
public final class Libc {

    public static final int O_RDONLY = 0;
    public static final int O_DIRECTORY = 0x10000;
    public static final int O_CLOEXEC = 0x80000;
    public static final int O_NOFOLLOW = 0x20000;
    public static final int O_PATH = 0x200000;
    public static final int AT_REMOVEDIR = 0x200;

    /** openat2: never leave the directory, never follow a link; see openat2(2). */
    public static final long RESOLVE_BENEATH_NO_SYMLINKS = 0x08 | 0x04;

    /** openat2: the directory is the root of all paths and links, those of /proc are refused. */
    private static final long RESOLVE_IN_ROOT_NO_MAGIC = 0x10 | 0x02;

    private static final int LONGEST_LINK = 4096;

    public static final int LOCK_EX = 2;
    public static final int LOCK_NB = 4;

    public static final int SIGHUP = 1;
    public static final int SIGKILL = 9;
    public static final int SIGTERM = 15;
    public static final int SIGCONT = 18;

    /** The same on every architecture since Linux 5.x; see syscalls(2). */
    private static final long SYS_OPENAT2 = 437;

    private static final long SYS_PIDFD_OPEN = 434;

    private static final int OPEN_HOW_SIZE = 24;

    /** struct pollfd: the descriptor, what is asked for, what is the case; see poll(2). */
    private static final int POLL = Long.BYTES;

    private static final int POLL_EVENTS = Integer.BYTES;
    private static final short POLLIN = 1;

    private static final int EPOLL_CTL_ADD = 1;
    private static final int EPOLLIN = 1;
    private static final int AT_FDCWD = -100;
    private static final int RENAME_EXCHANGE = 2;

    private static final int EPOLL_EVENTS = 64;

    /** struct epoll_event is packed on x86_64, and on no other architecture; see epoll_ctl(2). */
    private static final int EPOLL_DATA =
            System.getProperty("os.arch").equals("amd64") ? Integer.BYTES : Long.BYTES;

    private static final int EPOLL_EVENT = EPOLL_DATA + Long.BYTES;

    private final MethodHandle open =
            find("open", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT), 2);
    private final MethodHandle close =
            find("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT), NOT_VARIADIC);
    private final MethodHandle ioctl =
            find("ioctl", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS), 2);
    private final MethodHandle syncfs =
            find("syncfs", FunctionDescriptor.of(JAVA_INT, JAVA_INT), NOT_VARIADIC);
    private final MethodHandle flock =
            find("flock", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT), NOT_VARIADIC);
    private final MethodHandle fchmod =
            find("fchmod", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT), NOT_VARIADIC);
    private final MethodHandle unlinkat =
            find(
                    "unlinkat",
                    FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT),
                    NOT_VARIADIC);
    private final MethodHandle readlinkat =
            find(
                    "readlinkat",
                    FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG),
                    NOT_VARIADIC);
    private final MethodHandle renameat2 =
            find(
                    "renameat2",
                    FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT),
                    NOT_VARIADIC);
    private final MethodHandle kill =
            find("kill", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT), NOT_VARIADIC);
    private final MethodHandle poll =
            find(
                    "poll",
                    FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT),
                    NOT_VARIADIC);
    private final MethodHandle epollCreate =
            find("epoll_create1", FunctionDescriptor.of(JAVA_INT, JAVA_INT), NOT_VARIADIC);
    private final MethodHandle epollControl =
            find(
                    "epoll_ctl",
                    FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS),
                    NOT_VARIADIC);
    private final MethodHandle epollWait =
            find(
                    "epoll_wait",
                    FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT),
                    NOT_VARIADIC);
    private final MethodHandle syscall =
            find(
                    "syscall",
                    FunctionDescriptor.of(
                            JAVA_LONG, JAVA_LONG, JAVA_LONG, ADDRESS, ADDRESS, JAVA_LONG),
                    1);

    public FileDescriptor open(String path, int flags) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(CALL_STATE);
            int number =
                    (int) open.invokeExact(state, arena.allocateFrom(path), flags | O_CLOEXEC, 0);
            return new FileDescriptor(this, checked(number, state, "open", path));
        } catch (Throwable failure) {
            throw rethrown(failure);
        }
    }

    /** Opens below a directory; what leaves it or goes through a symbolic link is refused. */
    public FileDescriptor openBeneath(FileDescriptor directory, String path, int flags) {
        return openBeneath(directory, path.getBytes(StandardCharsets.UTF_8), flags);
    }

    /** As {@link #openBeneath(FileDescriptor, String, int)}, for names of any bytes. */
    public FileDescriptor openBeneath(FileDescriptor directory, byte[] path, int flags) {
        return openat2(directory, path, flags, RESOLVE_BENEATH_NO_SYMLINKS);
    }

    /** Opens with a directory as the root of all paths and links; see openat2(2). */
    public FileDescriptor openInRoot(FileDescriptor root, byte[] path, int flags) {
        return openat2(root, path, flags, RESOLVE_IN_ROOT_NO_MAGIC);
    }

    private FileDescriptor openat2(FileDescriptor directory, byte[] path, int flags, long resolve) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(CALL_STATE);
            MemorySegment how = arena.allocate(OPEN_HOW_SIZE, Long.BYTES);
            how.set(JAVA_LONG, 0, flags | O_CLOEXEC);
            how.set(JAVA_LONG, 16, resolve);
            long number =
                    (long)
                            syscall.invokeExact(
                                    state,
                                    SYS_OPENAT2,
                                    (long) directory.number(),
                                    bytes(arena, path),
                                    how,
                                    (long) OPEN_HOW_SIZE);
            return new FileDescriptor(
                    this,
                    checked(
                            (int) number,
                            state,
                            "openat2",
                            new String(path, StandardCharsets.UTF_8)));
        } catch (Throwable failure) {
            throw rethrown(failure);
        }
    }

    /** With the zero behind them that C wants. */
    private static MemorySegment bytes(Arena arena, byte[] text) {
        MemorySegment copy = arena.allocate(text.length + 1L);
        MemorySegment.copy(text, 0, copy, ValueLayout.JAVA_BYTE, 0, text.length);
        return copy;
    }

    /** Where the symbolic link leads that was opened with {@link #O_PATH}. */
    public byte[] readlink(FileDescriptor link) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(CALL_STATE);
            MemorySegment target = arena.allocate(LONGEST_LINK);
            long length =
                    (long)
                            readlinkat.invokeExact(
                                    state,
                                    link.number(),
                                    arena.allocateFrom(""),
                                    target,
                                    (long) LONGEST_LINK);
            checked((int) length, state, "readlinkat", "" + link.number());
            return target.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
        } catch (Throwable failure) {
            throw rethrown(failure);
        }
    }

    void close(int number) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(CALL_STATE);
            checked((int) close.invokeExact(state, number), state, "close", "" + number);
        } catch (Throwable failure) {
            throw rethrown(failure);
        }
    }

    /**
     * @param argument the structure that the call reads and writes, in place, also when it fails
     * @param on what the message names
     */
    public void ioctl(FileDescriptor file, long request, byte[] argument, String on) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(CALL_STATE);
            MemorySegment structure = arena.allocate(argument.length, Long.BYTES);
            structure.copyFrom(MemorySegment.ofArray(argument));
            int result = (int) ioctl.invokeExact(state, file.number(), request, structure);
            MemorySegment.copy(structure, ValueLayout.JAVA_BYTE, 0, argument, 0, argument.length);
            checked(result, state, "ioctl " + Long.toHexString(request), on);
        } catch (Throwable failure) {
            throw rethrown(failure);
        }
    }

    /**
     * As {@link #ioctl(FileDescriptor, long, byte[], String)}, with a second structure.
     *
     * @param pointer where in {@code argument} the address of {@code pointed} belongs
     */
    public void ioctl(
            FileDescriptor file,
            long request,
            byte[] argument,
            int pointer,
            byte[] pointed,
            String on) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment second = arena.allocate(pointed.length, Long.BYTES);
            second.copyFrom(MemorySegment.ofArray(pointed));
            ByteBuffer.wrap(argument)
                    .order(ByteOrder.nativeOrder())
                    .putLong(pointer, second.address());
            ioctl(file, request, argument, on);
        }
    }

    /** Everything of the file system that holds {@code file} is on disk when this returns. */
    public void syncfs(FileDescriptor file) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(CALL_STATE);
            checked((int) syncfs.invokeExact(state, file.number()), state, "syncfs", "");
        } catch (Throwable failure) {
            throw rethrown(failure);
        }
    }

    public void flock(FileDescriptor file, int operation) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(CALL_STATE);
            checked(
                    (int) flock.invokeExact(state, file.number(), operation),
                    state,
                    "flock",
                    "" + file.number());
        } catch (Throwable failure) {
            throw rethrown(failure);
        }
    }

    public void fchmod(FileDescriptor file, int mode, String on) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(CALL_STATE);
            checked((int) fchmod.invokeExact(state, file.number(), mode), state, "fchmod", on);
        } catch (Throwable failure) {
            throw rethrown(failure);
        }
    }

    public void unlinkat(FileDescriptor directory, byte[] name, int flags) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(CALL_STATE);
            checked(
                    (int)
                            unlinkat.invokeExact(
                                    state, directory.number(), bytes(arena, name), flags),
                    state,
                    "unlinkat",
                    new String(name, StandardCharsets.UTF_8));
        } catch (Throwable failure) {
            throw rethrown(failure);
        }
    }

    /** Gives each of two paths what the other one names, at one go. */
    public void exchange(String one, String other) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(CALL_STATE);
            checked(
                    (int)
                            renameat2.invokeExact(
                                    state,
                                    AT_FDCWD,
                                    arena.allocateFrom(one),
                                    AT_FDCWD,
                                    arena.allocateFrom(other),
                                    RENAME_EXCHANGE),
                    state,
                    "exchange with " + other,
                    one);
        } catch (Throwable failure) {
            throw rethrown(failure);
        }
    }

    public void kill(int pid, int signal) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(CALL_STATE);
            checked((int) kill.invokeExact(state, pid, signal), state, "kill", "" + pid);
        } catch (Throwable failure) {
            throw rethrown(failure);
        }
    }

    /** Readable when the process ends. */
    public FileDescriptor pidfdOpen(int pid) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(CALL_STATE);
            long number =
                    (long)
                            syscall.invokeExact(
                                    state,
                                    SYS_PIDFD_OPEN,
                                    (long) pid,
                                    MemorySegment.NULL,
                                    MemorySegment.NULL,
                                    0L);
            return new FileDescriptor(this, checked((int) number, state, "pidfd_open", "" + pid));
        } catch (Throwable failure) {
            throw rethrown(failure);
        }
    }

    /** Returns when {@code file} is readable, a signal comes, or the time is over. */
    public void awaitReadable(FileDescriptor file, int milliseconds) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(CALL_STATE);
            MemorySegment asked = arena.allocate(POLL, Integer.BYTES);
            asked.set(JAVA_INT, 0, file.number());
            asked.set(ValueLayout.JAVA_SHORT, POLL_EVENTS, POLLIN);
            int result = (int) poll.invokeExact(state, asked, 1L, milliseconds);
            if (result >= 0 || (int) ERRNO.get(state, 0L) != Errno.EINTR) {
                checked(result, state, "poll", "" + file.number());
            }
        } catch (Throwable failure) {
            throw rethrown(failure);
        }
    }

    public FileDescriptor epollCreate() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(CALL_STATE);
            int number = (int) epollCreate.invokeExact(state, O_CLOEXEC);
            return new FileDescriptor(this, checked(number, state, "epoll_create1", ""));
        } catch (Throwable failure) {
            throw rethrown(failure);
        }
    }

    /**
     * Until {@code file} is closed. Others may wait meanwhile.
     *
     * @param token what {@link #epollWait} tells when it is readable
     */
    public void epollAdd(FileDescriptor epoll, FileDescriptor file, long token) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(CALL_STATE);
            MemorySegment event = arena.allocate(EPOLL_EVENT, Long.BYTES);
            event.set(JAVA_INT, 0, EPOLLIN);
            event.set(ValueLayout.JAVA_LONG_UNALIGNED, EPOLL_DATA, token);
            int result =
                    (int)
                            epollControl.invokeExact(
                                    state, epoll.number(), EPOLL_CTL_ADD, file.number(), event);
            checked(result, state, "epoll_ctl", "" + file.number());
        } catch (Throwable failure) {
            throw rethrown(failure);
        }
    }

    /** The tokens of what is readable; none if nothing is within the time. */
    public List<Long> epollWait(FileDescriptor epoll, int milliseconds) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(CALL_STATE);
            MemorySegment events = arena.allocate((long) EPOLL_EVENT * EPOLL_EVENTS, Long.BYTES);
            int count =
                    (int)
                            epollWait.invokeExact(
                                    state, epoll.number(), events, EPOLL_EVENTS, milliseconds);
            if (count < 0 && (int) ERRNO.get(state, 0L) == Errno.EINTR) {
                return List.of();
            }
            checked(count, state, "epoll_wait", "");
            return IntStream.range(0, count)
                    .mapToObj(
                            index ->
                                    events.get(
                                            ValueLayout.JAVA_LONG_UNALIGNED,
                                            (long) index * EPOLL_EVENT + EPOLL_DATA))
                    .toList();
        } catch (Throwable failure) {
            throw rethrown(failure);
        }
    }
}
