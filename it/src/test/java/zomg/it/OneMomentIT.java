package zomg.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Forks of a box that writes to two volumes all the time. */
@ExtendWith(Instance.Shared.class)
class OneMomentIT {

    private static final int FORKS = 10;

    /** Always to A first. */
    private static final String WRITER =
            """
            import os
            n = 0
            while True:
                n += 1
                for place in "/a", "/b":
                    with open(place + "/new", "w") as file:
                        file.write(str(n))
                    os.rename(place + "/new", place + "/n")
            """;

    private final Instance zomg;

    OneMomentIT(Instance zomg) {
        this.zomg = zomg;
    }

    @Test
    void both_volumes_of_each_fork_are_of_one_moment() {
        String a = Instance.name();
        String b = Instance.name();
        zomg.zomg("data", "create", a).ok();
        zomg.zomg("data", "create", b).ok();
        String web = zomg.created("-d", a + "=/a", "-d", b + "=/b");
        zomg.zomg("exec", web, "--bg", "--", "python3", "-c", WRITER).ok();
        zomg.zomg("exec", web, "--", "sh", "-c", "until test -s /b/n; do sleep 0.01; done").ok();

        String fork = Instance.name();
        zomg.zomg("create", fork, "--fork", web, "--count", Integer.toString(FORKS)).ok();

        for (int number = 1; number <= FORKS; number++) {
            String one = fork + "-" + number;
            assertThat(number(one, "/a/n") - number(one, "/b/n")).isBetween(0L, 1L);
            zomg.zomg("delete", "-f", one).ok();
        }
        assertThat(number(web, "/a/n")).isPositive();
        zomg.zomg("delete", "-f", web).ok();
        assertThat(zomg.zomg("data", "list", "-q").ok()).contains(a, b).doesNotContain("box-");
    }

    private long number(String box, String path) {
        return Long.parseLong(zomg.zomg("get", box + ":" + path, "-").ok());
    }
}
