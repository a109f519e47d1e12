package zomg.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a box has changed, by the packaged command and server, on a real pool. */
@ExtendWith(Instance.Shared.class)
class DiffIT {

    private final Instance zomg;

    DiffIT(Instance zomg) {
        this.zomg = zomg;
    }

    @Test
    void a_box_tells_what_it_has_changed_since_a_snapshot() {
        String web = zomg.created();
        run(web, "mkdir /srv/app; echo old >/srv/app/conf; echo x >/srv/gone; echo m >/srv/moved");
        zomg.zomg("snapshot", "create", web).ok();
        assertThat(zomg.zomg("diff", web).ok()).isEqualTo("No changes");

        run(
                web,
                "echo new >/srv/app/conf; rm /srv/gone; mv /srv/moved /srv/here; touch /etc/passwd;"
                        + " chmod 700 /srv/app; echo 1 >\"$(printf '/srv/a\\nb')\"; mkdir -p /home/me;"
                        + " echo 1 >/home/me/x; echo 1 >/tmp/x; ln -s /proc/self/root /srv/out");

        assertThat(zomg.zomg("diff", web, "--against", "v0").ok())
                .isEqualTo(
                        """
                        + /srv/a\\012b
                        ~ /srv/app
                        ~ /srv/app/conf
                        - /srv/gone
                        + /srv/here
                        - /srv/moved
                        + /srv/out""");
        assertThat(zomg.zomg("diff", web, "file", "/srv/app/conf").ok())
                .isEqualTo(
                        """
                        --- a/srv/app/conf
                        +++ b/srv/app/conf
                        @@ -1,1 +1,1 @@
                        -old
                        +new""");
        zomg.zomg("stop", web).ok();
        assertThat(zomg.zomg("diff", web).ok()).contains("+ /srv/here");
        zomg.zomg("snapshot", "restore", web, "v0").ok();
        assertThat(zomg.zomg("diff", web, "--against", "v0").ok()).isEqualTo("No changes");
        assertThat(zomg.zomg("diff", web).ok()).contains("- /srv/here");
    }

    @Test
    void what_cannot_be_compared_is_said() {
        String web = zomg.created();
        assertThat(zomg.zomg("diff", web).err()).contains("has no snapshot");
        zomg.zomg("snapshot", "create", web).ok();
        run(web, "head -c 2000000 /dev/zero >/srv/large; head -c 100 /dev/zero >/srv/binary");

        for (String path : new String[] {"/home/me/x", "/box/proj/x", "/proc/meminfo"}) {
            assertThat(zomg.zomg("diff", web, "file", path).err())
                    .contains("is not part of the box's root");
        }
        assertThat(zomg.zomg("diff", web, "file", "/srv/large").err()).contains("is larger than");
        assertThat(zomg.zomg("diff", web, "file", "/srv/none").err()).contains("there is no");
        assertThat(zomg.zomg("diff", web, "file", "/srv/binary").ok())
                .isEqualTo("Binary files differ: /srv/binary");
        assertThat(zomg.zomg("diff", web, "--against", "none").err())
                .contains("has no snapshot none");
    }

    /** New files are in memory only at first; they are told all the same, and soon. */
    @Test
    void a_hundred_new_files_are_told_at_once() {
        String web = zomg.created();
        zomg.zomg("snapshot", "create", web).ok();
        run(web, "for i in $(seq 100); do echo $i >/srv/$i; done");

        long began = System.nanoTime();
        assertThat(zomg.zomg("diff", web).ok().lines()).hasSize(100);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
    }

    private void run(String box, String script) {
        zomg.zomg("exec", box, "--", "bash", "-ec", script).ok();
    }
}
