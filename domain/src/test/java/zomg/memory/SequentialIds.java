package zomg.memory;

import java.util.concurrent.atomic.AtomicLong;
import zomg.model.id.Uid;
import zomg.port.IdSource;

/** Uids that count, and sort as they count: {@code 222222222223}, {@code 222222222224}, … */
public final class SequentialIds implements IdSource {

    private static final String DIGITS = "234567abcdefghijklmnopqrstuvwxyz";
    private static final int LENGTH = 12;

    private final AtomicLong last;

    public SequentialIds() {
        this(0);
    }

    /**
     * @param last the number before the first
     */
    public SequentialIds(long last) {
        this.last = new AtomicLong(last);
    }

    @Override
    public Uid next() {
        long number = last.incrementAndGet();
        StringBuilder text = new StringBuilder(LENGTH);
        for (int digit = 0; digit < LENGTH; digit++) {
            text.append(DIGITS.charAt((int) (number % DIGITS.length())));
            number /= DIGITS.length();
        }
        return new Uid(text.reverse().toString());
    }
}
