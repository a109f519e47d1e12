package zomg.model.exec;

/**
 * What who comes to a session finds there.
 *
 * @param stdin how many bytes of input it has taken since it began
 * @param output where the output begins that comes now
 */
public record SessionPosition(long stdin, OutputOffsets output) {

    public static final SessionPosition START = new SessionPosition(0, OutputOffsets.START);
}
