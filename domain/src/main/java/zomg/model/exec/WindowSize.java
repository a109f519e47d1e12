package zomg.model.exec;

import zomg.error.InvalidInput;

/** Of a terminal, in characters. */
public record WindowSize(int rows, int columns) {

    /** What terminals have had since they were of glass. */
    public static final WindowSize USUAL = new WindowSize(24, 80);

    private static final int MAX = 65_535;

    public WindowSize {
        require("rows", rows);
        require("columns", columns);
    }

    private static void require(String field, int value) {
        if (value < 1 || value > MAX) {
            throw InvalidInput.field(field, "must be from 1 to %d".formatted(MAX));
        }
    }
}
