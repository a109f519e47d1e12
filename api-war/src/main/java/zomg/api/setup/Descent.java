package zomg.api.setup;

/** Stub. */
public interface Descent {
    void begin(boolean keepBoxes);
}
