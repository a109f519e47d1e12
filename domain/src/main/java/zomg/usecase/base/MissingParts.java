package zomg.usecase.base;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Takes out of what a script prints what it says it did without. */
final class MissingParts implements Consumer<String> {

    /** What such a line begins with. */
    private static final String MARK = "zomg:missing ";

    private static final int MOST = 100;

    private final List<String> parts = new ArrayList<>();

    @Override
    public void accept(String text) {
        if (text.startsWith(MARK) && parts.size() < MOST) {
            parts.add(text.substring(MARK.length()).strip().replaceAll("\\p{Cntrl}", " "));
        }
    }

    List<String> parts() {
        return List.copyOf(parts);
    }
}
