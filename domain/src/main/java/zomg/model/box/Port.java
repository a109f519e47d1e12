package zomg.model.box;

import zomg.error.InvalidInput;

/** A TCP port in a box. */
public record Port(int number) {

    /** Where hosts lead in a box that was not given another one. */
    public static final Port DEFAULT = new Port(8080);

    public Port {
        if (number < 1 || number > 65_535) {
            throw InvalidInput.field("port", "must be from 1 to 65535");
        }
    }
}
