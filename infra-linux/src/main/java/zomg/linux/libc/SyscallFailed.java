package zomg.linux.libc;

import java.util.Map;

/** A system call said no: which one, on what, and the errno. */
public final class SyscallFailed extends RuntimeException {

    private static final Map<Integer, String> NAMES =
            Map.ofEntries(
                    Map.entry(Errno.EPERM, "EPERM"),
                    Map.entry(Errno.ENOENT, "ENOENT"),
                    Map.entry(Errno.ESRCH, "ESRCH"),
                    Map.entry(5, "EIO"),
                    Map.entry(13, "EACCES"),
                    Map.entry(Errno.EBUSY, "EBUSY"),
                    Map.entry(Errno.EEXIST, "EEXIST"),
                    Map.entry(20, "ENOTDIR"),
                    Map.entry(Errno.EINVAL, "EINVAL"),
                    Map.entry(24, "EMFILE"),
                    Map.entry(Errno.ENOTTY, "ENOTTY"),
                    Map.entry(Errno.ENOSPC, "ENOSPC"),
                    Map.entry(Errno.EROFS, "EROFS"),
                    Map.entry(39, "ENOTEMPTY"),
                    Map.entry(Errno.EDQUOT, "EDQUOT"));

    private final int errno;

    SyscallFailed(String call, String on, int errno) {
        super("%s %s: %s".formatted(call, on, NAMES.getOrDefault(errno, "errno " + errno)));
        this.errno = errno;
    }

    public int errno() {
        return errno;
    }

    public boolean isNoSpace() {
        return errno == Errno.ENOSPC || errno == Errno.EDQUOT;
    }
}
