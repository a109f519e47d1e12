package zomg.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Ten thousand records, four hundred of them as large as one may be, in the packaged server with
 * the heap that it is shipped with: it ends when that is not enough.
 *
 * <p>They are put into the database of a server that is down, as boxes that have failed because
 * their roots are gone. That is a state of its own, which a comparison makes and leaves alone; so
 * nothing is started or mended, and every route and round has ten thousand boxes before it.
 */
@ExtendWith(Instance.Shared.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ScaleIT {

    private static final int SMALL = 9_600;
    private static final int READERS = 2;
    private static final int LARGE = 400;
    private static final String FIRST_SLOT = "20000";

    private final Instance zomg;

    ScaleIT(Instance zomg) {
        this.zomg = zomg;
    }

    @BeforeAll
    void add() {
        zomg.zomg("down", "--keep-boxes").ok();
        String large =
                "char(10) || 'A=' || repeat('a', 98000) || char(10)"
                        + " || 'B=' || repeat('b', 98000) || char(10)"
                        + " || 'C=' || repeat('c', 65000) || char(10)";
        sql(insert("small", SMALL, 0, "char(10)"), insert("large", LARGE, SMALL, large));
        zomg.up().ok();
    }

    @AfterAll
    void remove() {
        zomg.zomg("down", "--keep-boxes").ok();
        // Smaller again: others give the records little room.
        sql("delete from boxes where project = 'scale'", "shutdown compact");
        zomg.up().ok();
    }

    private static String insert(String prefix, int count, int before, String environment) {
        return """
        insert into boxes (uid, project, name, base, environment, tags, grace, isolation, status,
            failure, slot, generation, created_at, updated_at)
        select '%s' || translate(lpad(x, 6, '0'), '0123456789', 'abcdefghij'), 'scale',
            '%s-' || x, 'box-base', %s, char(10), 10, 'HARDENED', 'FAILED',
            'its root is gone; delete it', %s + %d + x, 1, 1790000000000000000, 1790000000000000000
        from system_range(1, %d)
        """
                .formatted(
                        prefix.equals("small") ? "smallx" : "largex",
                        prefix,
                        environment,
                        FIRST_SLOT,
                        before,
                        count);
    }

    private void sql(String... statements) {
        zomg.host(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-cp",
                        zomg.installation()
                                .resolve("wlp/usr/shared/resources/h2/h2.jar")
                                .toString(),
                        "org.h2.tools.Shell",
                        "-url",
                        "jdbc:h2:file:" + zomg.state().resolve("db/zomg"),
                        "-user",
                        "zomg",
                        "-sql",
                        String.join(";", statements))
                .ok();
    }

    @Test
    void ten_thousand_boxes_are_listed_by_several_at_once_and_the_server_lives()
            throws ExecutionException, InterruptedException {
        long pid = zomg.pid();

        try (ExecutorService readers = Executors.newFixedThreadPool(READERS)) {
            List<Future<List<String>>> all =
                    readers.invokeAll(Collections.nCopies(READERS, this::names));
            for (Future<List<String>> names : all) {
                assertThat(names.get()).hasSize(SMALL + LARGE).doesNotHaveDuplicates();
            }
        }

        assertThat(zomg.pid()).isEqualTo(pid);
        assertThat(zomg.call("GET", "/healthz", "").statusCode()).isEqualTo(200);
    }

    private List<String> names() {
        List<String> names = new ArrayList<>();
        String token = "";
        do {
            JsonObject page =
                    Instance.json(
                            zomg.call(
                                            "GET",
                                            "/v1/projects/scale/boxes?max_results=1000" + token,
                                            "")
                                    .body());
            page.getJsonArray("boxes")
                    .getValuesAs(JsonObject.class)
                    .forEach(box -> names.add(box.getString("name")));
            assertThat(page.containsKey("next_continuation_token"))
                    .isEqualTo(page.getBoolean("has_more"));
            token =
                    page.getBoolean("has_more")
                            ? "&continuation_token=" + page.getString("next_continuation_token")
                            : "";
        } while (!token.isEmpty());
        return names;
    }

    @Test
    void the_command_reads_every_page() {
        assertThat(zomg.zomg("list", "-q", "-p", "scale", "--prefix", "small-").ok().lines())
                .hasSize(SMALL)
                .allMatch(name -> name.startsWith("small-"));
    }

    @Test
    void the_doctor_finds_nothing_wrong_with_ten_thousand_records() {
        assertThat(zomg.zomg("doctor").exit()).isZero();
        assertThat(zomg.zomg("doctor", "--repair").exit()).isZero();
    }
}
