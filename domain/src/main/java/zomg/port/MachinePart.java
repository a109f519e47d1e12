package zomg.port;

import java.util.Optional;

/** Something of the machine that boxes need and that the server sets up at its start. */
public interface MachinePart {

    /** One word, shown to people while it is set up. */
    String name();

    /**
     * Sets it up, or leaves it as it is if it is set up already.
     *
     * @throws zomg.error.Refusal ENGINE_UNAVAILABLE with what a person has to do
     */
    void prepare();

    /**
     * Whether no other server can have it. As long as one can, or could until a moment ago, the
     * boxes that are found may be that one's.
     */
    default boolean isOurs() {
        return true;
    }

    /**
     * What is not as {@link #prepare} left it, as a sentence without a full stop; empty if it is in
     * order.
     */
    Optional<String> fault();

    /** Takes it down; what it holds on disk stays. */
    void release();
}
