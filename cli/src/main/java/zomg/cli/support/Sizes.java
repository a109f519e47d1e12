package zomg.cli.support;

import java.util.List;

/** Numbers of bytes as people read them. */
public final class Sizes {

    private static final List<String> UNITS = List.of("B", "K", "M", "G", "T", "P");
    private static final double STEP = 1024;

    /** From here on a fraction says nothing. */
    private static final double WHOLE = 10;

    private Sizes() {}

    /** {@code 512B}, {@code 1.5K}, {@code 20M}; {@code -} where nobody knows. */
    public static String of(Long bytes) {
        if (bytes == null) {
            return "-";
        }
        double amount = bytes;
        int unit = 0;
        while (amount >= STEP && unit < UNITS.size() - 1) {
            amount /= STEP;
            unit++;
        }
        return (unit == 0 || amount >= WHOLE ? "%.0f%s" : "%.1f%s")
                .formatted(amount, UNITS.get(unit));
    }
}
