package zomg.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The pages' examples, typed by somebody whose profile leads to a cluster. */
class DeployedKT {

    private static final int MANY = 5;

    private static DeployedServer server;

    @BeforeAll
    static void deploy() {
        server = new DeployedServer();
    }

    @AfterAll
    static void take_away() {
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void delete_what_others_left() {
        server.deleteBoxes();
    }

    @Test
    void the_first_boxes_of_the_readme_do_what_it_says() throws IOException {
        new Guide(server.reader()).tryOut(MANY, Guide.firstBoxes());
    }

    @Test
    void the_examples_of_the_guide_do_what_it_says() throws IOException {
        new Guide(server.reader()).tryOut(MANY, Guide.page("docs/using-zomg.md"));
    }

    @Test
    void the_examples_of_data_volumes_do_what_the_page_says() throws IOException {
        new Guide(server.reader()).tryOut(MANY, Guide.page("docs/data-volumes.md"));
    }

    @Test
    void the_account_of_the_server_may_do_what_is_written_down_and_nothing_else()
            throws IOException {
        server.zomg("create", "one").ok();

        assertThat(rights("zomg-default"))
                .containsExactlyElementsOf(
                        Files.readAllLines(
                                Path.of(System.getProperty("zomg.checkout"), "deploy/rights.txt")));
    }

    @Test
    void nothing_that_a_user_chose_for_the_inside_of_a_box_is_in_the_cluster() {
        server.zomg("create", "secretive", "--env", "PASSWORD=swordfish").ok();

        assertThat(server.zomg("exec", "secretive", "--", "printenv", "PASSWORD").ok())
                .isEqualTo("swordfish");
        assertThat(server.kubectl("get", "all,events", "-n", "zomg-default", "-o", "yaml").ok())
                .doesNotContain("swordfish");
    }

    /** One in a line, in an order of ours; what anybody may ask of an API server is not zomg's. */
    private static List<String> rights(String namespace) {
        return server.kubectl(
                        "auth",
                        "can-i",
                        "--list",
                        "--namespace=" + namespace,
                        "--as=system:serviceaccount:zomg:zomg")
                .ok()
                .lines()
                .skip(1)
                .map(line -> line.strip().replaceAll(" +", " "))
                .filter(line -> !line.startsWith("["))
                .sorted()
                .toList();
    }
}
