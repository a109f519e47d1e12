package zomg.linux.btrfs;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import zomg.linux.libc.FileDescriptor;
import zomg.linux.libc.Libc;

/**
 * A directory that may be immutable or append-only ({@code chattr +i}, {@code +a}): neither it nor
 * what is in it can be removed then, not even by root. It is neither until this is closed.
 */
final class FixedDirectory implements AutoCloseable {

    private static final long GET_FLAGS = 0x80086601L;
    private static final long SET_FLAGS = 0x40086602L;
    private static final int IMMUTABLE = 0x10;
    private static final int APPEND_ONLY = 0x20;

    private final Libc libc;
    private final FileDescriptor directory;
    private final int flags;

    private FixedDirectory(Libc libc, FileDescriptor directory, int flags) {
        this.libc = libc;
        this.directory = directory;
        this.flags = flags;
    }

    static FixedDirectory loosen(Libc libc, FileDescriptor directory) {
        byte[] flags = new byte[Long.BYTES];
        libc.ioctl(directory, GET_FLAGS, flags, "flags of a directory");
        FixedDirectory fixed = new FixedDirectory(libc, directory, ordered(flags).getInt(0));
        if (fixed.isFixed()) {
            fixed.set(fixed.flags & ~(IMMUTABLE | APPEND_ONLY));
        }
        return fixed;
    }

    private boolean isFixed() {
        return (flags & (IMMUTABLE | APPEND_ONLY)) != 0;
    }

    private void set(int next) {
        byte[] bytes = new byte[Long.BYTES];
        ordered(bytes).putInt(0, next);
        libc.ioctl(directory, SET_FLAGS, bytes, "flags of a directory");
    }

    /** As it was before. */
    @Override
    public void close() {
        if (isFixed()) {
            set(flags);
        }
    }

    private static ByteBuffer ordered(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
    }
}
