package zomg.cli.support;

import java.util.Optional;
import java.util.function.Consumer;

/** Takes server-sent events line by line, and knows the last id. */
public final class EventReader {

    private static final String ID = "id: ";
    private static final String DATA = "data: ";

    private final Consumer<String> data;
    private Optional<String> lastId;
    private boolean heard;

    /**
     * @param lastId of the last event that is known already
     * @param data gets the data of each event
     */
    public EventReader(Optional<String> lastId, Consumer<String> data) {
        this.lastId = lastId;
        this.data = data;
    }

    public void line(String line) {
        heard = true;
        if (line.startsWith(DATA)) {
            data.accept(line.substring(DATA.length()));
        } else if (line.startsWith(ID)) {
            lastId = Optional.of(line.substring(ID.length()));
        }
    }

    public Optional<String> lastId() {
        return lastId;
    }

    /** Whether anything came since this was asked before. */
    public boolean heardAnything() {
        boolean before = heard;
        heard = false;
        return before;
    }
}
