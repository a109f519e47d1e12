package zomg.runner;

import java.io.UncheckedIOException;
import java.util.function.BooleanSupplier;
import zomg.error.ErrorCode;
import zomg.error.Refusal;

/** One call of the runner about files. */
final class FilesCall implements AutoCloseable {

    /** What the runner says next. */
    sealed interface Said {
        record Item(FileItem item) implements Said {}

        /**
         * @param bytes of which the first {@code length} count, until more is asked for
         */
        record Bytes(byte[] bytes, int length) implements Said {}

        /** All of it was said, or done. */
        record Done() implements Said {}
    }

    private final RunnerCall call;
    private final Patience patience;
    private final Patience.Watch watch;
    private final BooleanSupplier boxIsThere;

    /** The runner's frames of files are as large. */
    private byte[] room = new byte[0];

    /**
     * @param boxIsThere whether what it works on is still as it was when it began
     */
    FilesCall(RunnerCall call, Patience patience, BooleanSupplier boxIsThere) {
        this.call = call;
        this.patience = patience;
        this.watch = patience.watch(call::kill);
        this.boxIsThere = boxIsThere;
    }

    /**
     * @throws Refusal as {@link zomg.port.BoxFiles} says
     */
    Said next() {
        RunnerFrames.Piece frame = frame();
        return switch (frame.channel()) {
            case RunnerFrames.ITEM -> new Said.Item(FileItem.parse(frame.payload()));
            case RunnerFrames.STDOUT -> bytes(frame);
            case RunnerFrames.STATUS -> {
                RunnerStatus status = RunnerStatus.parse(frame.text());
                if (status instanceof RunnerStatus.Exited) {
                    yield new Said.Done();
                }
                throw boxIsThere.getAsBoolean() ? FileFailures.of(status) : FileFailures.stopped();
            }
            default -> throw new RunnerFailed("channel " + frame.channel());
        };
    }

    /** An array that had to be made for it is used for what follows, too. */
    private Said bytes(RunnerFrames.Piece frame) {
        room = frame.bytes();
        return new Said.Bytes(frame.bytes(), frame.length());
    }

    private RunnerFrames.Piece frame() {
        watch.begin();
        try {
            return call.next(room);
        } catch (RunnerFailed | UncheckedIOException ended) {
            if (watch.isOver()) {
                throw new Refusal(
                        ErrorCode.ENGINE_UNAVAILABLE,
                        "the box's files did not answer within %d s"
                                .formatted(patience.most().toSeconds()),
                        ended);
            }
            throw boxIsThere.getAsBoolean() ? ended : FileFailures.stopped();
        } finally {
            watch.end();
        }
    }

    FileItem item() {
        if (next() instanceof Said.Item(FileItem item)) {
            return item;
        }
        throw new RunnerFailed("no item");
    }

    /** Where nothing is left to be said. */
    void done() {
        if (!(next() instanceof Said.Done)) {
            throw new RunnerFailed("more than was asked for");
        }
    }

    /**
     * @return false if it takes no more; {@link #next} says why
     */
    boolean send(FileItem item) {
        byte[] bytes = item.toBytes();
        return send(RunnerFrames.ITEM, bytes, bytes.length);
    }

    /**
     * @return likewise
     */
    boolean send(byte[] bytes, int length) {
        return send(RunnerFrames.STDIN, bytes, length);
    }

    private boolean send(int channel, byte[] bytes, int length) {
        watch.begin();
        try {
            return call.send(channel, bytes, length);
        } finally {
            watch.end();
        }
    }

    /** All was sent: returns when all of it is done. */
    void finish() {
        call.closeInput();
        done();
    }

    @Override
    public void close() {
        watch.close();
        call.close();
    }
}
