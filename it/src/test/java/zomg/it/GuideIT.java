package zomg.it;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a reader types, and what the pages say that comes of it. */
@ExtendWith(Instance.Shared.class)
class GuideIT {

    private static final int MANY = 5;
    private static final int REQUESTS = 2;

    private final Instance zomg;
    private final Guide guide;

    GuideIT(Instance zomg) {
        this.zomg = zomg;
        this.guide =
                new Guide(
                        new Shell(
                                zomg.directory().resolve("work"),
                                Map.of(
                                        "PATH",
                                        zomg.command().getParent() + ":" + System.getenv("PATH"),
                                        "ZOMG_RUN_DIR",
                                        zomg.run().toString())));
    }

    /** A reader begins with nothing. */
    @BeforeEach
    void delete_what_others_left() {
        List<String> boxes = zomg.zomg("list", "--all", "-q").ok().lines().toList();
        if (!boxes.isEmpty()) {
            List<String> delete = new ArrayList<>(List.of("delete", "-f"));
            delete.addAll(boxes);
            zomg.zomg(delete.toArray(String[]::new)).ok();
        }
    }

    @Test
    void the_examples_of_the_guide_do_what_it_says() throws IOException {
        guide.tryOut(MANY, Guide.page("docs/using-zomg.md"));
    }

    @Test
    void the_examples_of_data_volumes_do_what_the_page_says() throws IOException {
        guide.tryOut(MANY, Guide.page("docs/data-volumes.md"));
    }

    @Test
    void the_first_boxes_of_the_readme_do_what_it_says() throws IOException {
        guide.tryOut(MANY, Guide.firstBoxes());
    }

    @Test
    void the_requests_of_the_readme_are_answered_as_it_says() throws IOException {
        String readme = Guide.page("README.md");

        int start = readme.indexOf("## The API");
        String section = readme.substring(start, readme.indexOf("## ", start + 1));
        guide.tryOut(
                REQUESTS,
                section.replace("http://127.0.0.1:7717", zomg.url())
                        .replace("$(cat ~/.config/zomg/token)", zomg.token()));
    }
}
