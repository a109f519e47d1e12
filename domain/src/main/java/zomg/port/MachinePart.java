package zomg.port;

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

    /** Takes it down; what it holds on disk stays. */
    void release();
}
