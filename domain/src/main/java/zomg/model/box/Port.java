package zomg.model.box;

import zomg.error.InvalidInput;

/** A TCP port in a box. */
public record Port(int number) {

    public Port {
        if (number < 1 || number > 65_535) {
            throw InvalidInput.field("port", "must be from 1 to 65535");
        }
    }
}
