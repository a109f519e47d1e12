package zomg.model.box;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import zomg.model.id.BoxRef;

/**
 * Some of the boxes of a longer list.
 *
 * @param next the ref after which the next page goes on; empty at the end
 */
public record BoxPage(List<Box> boxes, Optional<BoxRef> next) {

    /**
     * How much the boxes of a page may hold before no other is put on it, in characters of {@link
     * Box#content}: a thousand boxes of the largest environment would not fit in memory.
     */
    public static final int FULL = 2 * 1024 * 1024;

    /**
     * The first boxes of {@code all}, at least one of them if there is one. No more of them are
     * taken than the page has.
     *
     * @param limit how many at most
     */
    public static BoxPage of(Iterator<Box> all, int limit) {
        List<Box> boxes = new ArrayList<>();
        long content = 0;
        while (all.hasNext()) {
            if (boxes.size() == limit || content >= FULL) {
                return new BoxPage(List.copyOf(boxes), Optional.of(boxes.getLast().ref()));
            }
            Box box = all.next();
            boxes.add(box);
            content += box.content();
        }
        return new BoxPage(List.copyOf(boxes), Optional.empty());
    }
}
