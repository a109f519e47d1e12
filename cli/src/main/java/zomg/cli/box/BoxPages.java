package zomg.cli.box;

import java.util.List;
import java.util.function.Consumer;
import zomg.cli.client.BoxPage;
import zomg.cli.client.BoxesClient;
import zomg.cli.support.Answer;
import zomg.cli.support.Failure;

/** A list of boxes, page after page. */
final class BoxPages {

    private final BoxesClient boxes;

    BoxPages(BoxesClient boxes) {
        this.boxes = boxes;
    }

    void each(String project, List<String> tags, Consumer<Answer<BoxPage>> reader) {
        String token = null;
        do {
            Answer<BoxPage> answer = boxes.listBoxes(project, token, null, null, tags);
            reader.accept(answer);
            token = next(answer.value(), token);
        } while (token != null);
    }

    private static String next(BoxPage page, String current) {
        if (!page.hasMore()) {
            return null;
        }
        String next = page.nextContinuationToken();
        if (next == null || next.equals(current)) {
            throw Failure.of("the server says that there is more, but not where it goes on");
        }
        return next;
    }
}
