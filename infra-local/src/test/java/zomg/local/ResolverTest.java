package zomg.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResolverTest {

    @TempDir private Path directory;

    @Test
    void the_hosts_resolvers_are_named_with_the_search_list_of_the_project() throws IOException {
        Resolver resolver =
                resolver("# mine\nnameserver 9.9.9.9\nsearch lan\nnameserver 1.1.1.1\n");

        assertThat(resolver.contentFor("shop"))
                .isEqualTo(
                        """
                        nameserver 9.9.9.9
                        nameserver 1.1.1.1
                        search shop.boxes boxes shop
                        options ndots:1
                        """);
    }

    @Test
    void a_stub_on_the_loopback_is_replaced_by_what_is_behind_it() throws IOException {
        Resolver resolver =
                resolver("nameserver 127.0.0.53\nnameserver ::1\n", "nameserver 10.0.0.1\n");

        assertThat(resolver.servers()).containsExactly("10.0.0.1");
    }

    @Test
    void what_boxes_cannot_reach_is_left_out_and_three_are_enough() throws IOException {
        Resolver resolver =
                resolver(
                        "nameserver fe80::1%eth0\nnameserver 0.0.0.0\nnameserver 999.1.1.1\nnameserver\n"
                                + "nameserver 1.0.0.1\nnameserver 1.0.0.1\nnameserver 1.0.0.2\n"
                                + "nameserver 1.0.0.3\nnameserver 1.0.0.4\n");

        assertThat(resolver.servers()).containsExactly("1.0.0.1", "1.0.0.2", "1.0.0.3");
    }

    @Test
    void a_host_without_resolvers_gives_none() throws IOException {
        assertThat(resolver("").servers()).isEmpty();
        assertThat(new Resolver(List.of(directory.resolve("absent"))).servers()).isEmpty();
    }

    private Resolver resolver(String... contents) throws IOException {
        List<Path> files = new ArrayList<>();
        for (String content : contents) {
            files.add(Files.writeString(directory.resolve("file" + files.size()), content));
        }
        return new Resolver(files);
    }
}
