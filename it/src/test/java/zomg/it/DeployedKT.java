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
    void a_console_at_a_terminal_is_a_shell_in_the_box() {
        server.zomg("create", "typed").ok();

        assertThat(
                        server.reader()
                                .run(
                                        "sh",
                                        "-c",
                                        "printf 'echo $BOX_NAME $((6 * 7))\\nexit 5\\n'"
                                                + " | TERM=xterm script -qec 'zomg console typed' /dev/null"))
                .satisfies(console -> assertThat(console.exit()).isEqualTo(5))
                .satisfies(console -> assertThat(console.out()).contains("typed 42"));
    }

    @Test
    void a_published_host_is_an_ingress_until_it_is_published_no_more() {
        server.zomg("create", "shop").ok();

        server.zomg("publish", "shop", "--host", "shop.example.com").ok();

        assertThat(hosts()).contains("shop.example.com");

        server.zomg("unpublish", "shop", "--host", "shop.example.com").ok();

        assertThat(hosts()).doesNotContain("shop.example.com");
    }

    private static String hosts() {
        return server.kubectl(
                        "get",
                        "ingresses",
                        "--namespace=zomg-default",
                        "--output=jsonpath={..rules[*].host}")
                .ok();
    }

    /** Whether they hold is up to the cluster's network; this one's does not enforce them. */
    @Test
    void the_network_policies_are_those_that_are_written_down() {
        assertThat(
                        server.kubectl(
                                        "diff",
                                        "--filename="
                                                + System.getProperty("zomg.checkout")
                                                + "/deploy/network-policies.yaml")
                                .ok())
                .isEmpty();
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
