package zomg.linux.libc;

/** An open descriptor, closed with try-with-resources. */
public final class FileDescriptor implements AutoCloseable {

    private final Libc libc;
    private final int number;

    FileDescriptor(Libc libc, int number) {
        this.libc = libc;
        this.number = number;
    }

    public int number() {
        return number;
    }

    @Override
    public void close() {
        libc.close(number);
    }
}
