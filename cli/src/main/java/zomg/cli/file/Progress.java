package zomg.cli.file;

import java.io.PrintStream;
import java.util.Optional;
import zomg.cli.support.Terminal;

/** How far it is, for who looks at a terminal. */
final class Progress implements AutoCloseable {

    private static final long LOOK_NANOS = 200_000_000;
    private static final double SECOND = 1e9;
    private static final double MEBIBYTE = 1024.0 * 1024.0;

    private final Optional<PrintStream> out;
    private final long total;
    private final long start = System.nanoTime();
    private long said = start;
    private long done;
    private int width;

    /**
     * @param total -1 where nobody knows
     */
    Progress(Terminal terminal, long total) {
        this.out = terminal.errIsTerminal() ? Optional.of(terminal.err()) : Optional.empty();
        this.total = total;
    }

    void add(int bytes) {
        done += bytes;
        long now = System.nanoTime();
        if (out.isPresent() && now - said > LOOK_NANOS) {
            said = now;
            say(line(now));
        }
    }

    private String line(long now) {
        String amount = total < 0 ? mebibytes(done) : of();
        long rate = (long) (done / ((now - start) / SECOND));
        return amount + "  " + mebibytes(rate) + "/s";
    }

    private String of() {
        return "%s of %s".formatted(mebibytes(done), mebibytes(total));
    }

    private static String mebibytes(long bytes) {
        return "%.1f MiB".formatted(bytes / MEBIBYTE);
    }

    private void say(String line) {
        out.orElseThrow().print("\r" + line + " ".repeat(Math.max(0, width - line.length())));
        out.orElseThrow().flush();
        width = line.length();
    }

    /** Leaves nothing of it on the screen. */
    @Override
    public void close() {
        if (width > 0) {
            say("");
            out.orElseThrow().print("\r");
            out.orElseThrow().flush();
        }
    }
}
