package zomg.linux.libc;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Memory outside of the heap for what goes through pipes, used again: a fresh piece for each call
 * is filled with zeros each time, which costs as much as to fill it with bytes.
 */
final class Blocks {

    /** Bytes of each. Twice as much is no faster. */
    static final int SIZE = 128 * 1024;

    /** Those that nobody uses. */
    private static final int IDLE = 32;

    private final BlockingQueue<MemorySegment> idle = new ArrayBlockingQueue<>(IDLE);

    /** One that is the caller's until it gives it back, with whatever is in it. */
    MemorySegment take() {
        return Optional.ofNullable(idle.poll()).orElseGet(() -> Arena.ofAuto().allocate(SIZE));
    }

    /** What there is no place for goes with the next collection. */
    void give(MemorySegment block) {
        boolean unused = idle.offer(block);
    }
}
