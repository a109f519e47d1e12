package zomg.linux.pool;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.function.Supplier;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.linux.libc.Errno;
import zomg.linux.libc.SyscallFailed;

/** What the kernel says about a pool that takes nothing more, as people are told. */
public final class PoolFailures {

    /** As the C locale says it, which is the server's. */
    private static final String NO_SPACE = "No space left on device";

    private static final String QUOTA = "Disk quota exceeded";
    private static final String READ_ONLY = "Read-only file system";

    private PoolFailures() {}

    /** Does {@code work} on the pool. */
    public static void translating(Runnable work) {
        translating(
                () -> {
                    work.run();
                    return true;
                });
    }

    /**
     * Does {@code work} on the pool.
     *
     * @throws Refusal INSUFFICIENT_STORAGE if the pool is full, ENGINE_UNAVAILABLE if it is
     *     read-only
     */
    public static <T> T translating(Supplier<T> work) {
        try {
            return work.get();
        } catch (SyscallFailed failure) {
            throw refusal(failure.errno(), failure);
        } catch (UncheckedIOException failure) {
            throw refusal(errno(failure.getCause()), failure);
        }
    }

    private static RuntimeException refusal(int errno, RuntimeException failure) {
        Optional<Refusal> refusal = of(errno);
        refusal.ifPresent(said -> said.initCause(failure));
        return refusal.isPresent() ? refusal.get() : failure;
    }

    /** The refusal that an errno means; empty if it says nothing about the pool. */
    public static Optional<Refusal> of(int errno) {
        return switch (errno) {
            case Errno.ENOSPC, Errno.EDQUOT ->
                    Optional.of(
                            new Refusal(
                                    ErrorCode.INSUFFICIENT_STORAGE,
                                    "the pool is full; delete boxes or enlarge it"));
            case Errno.EROFS ->
                    Optional.of(
                            new Refusal(
                                    ErrorCode.ENGINE_UNAVAILABLE,
                                    "the pool is read-only; sudo zomg doctor says more"));
            default -> Optional.empty();
        };
    }

    /** Java keeps the text of an errno, and not its number. */
    private static int errno(IOException failure) {
        String text = String.valueOf(failure.getMessage());
        if (text.endsWith(NO_SPACE)) {
            return Errno.ENOSPC;
        }
        if (text.endsWith(QUOTA)) {
            return Errno.EDQUOT;
        }
        return text.endsWith(READ_ONLY) ? Errno.EROFS : 0;
    }
}
