package zomg.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What was planted on the machine is named, mended, and then in order; what is foreign stays. */
@ExtendWith(Instance.Shared.class)
class DoctorIT {

    private static final String ORPHAN = "q4q4q4orphan";
    private static final String FOREIGN = "q4q4foreign2";

    private final Instance zomg;

    DoctorIT(Instance zomg) {
        this.zomg = zomg;
    }

    @Test
    void every_kind_of_orphan_is_named_and_mended_and_nothing_foreign_is_touched() {
        String parent = "zomg-" + instance();
        Path memory = memoryGroups();
        Path foreignGroup = memory.resolve("zomg-others").resolve(FOREIGN);
        zomg.host("btrfs", "subvolume", "create", pool("roots", ORPHAN)).ok();
        zomg.host("btrfs", "subvolume", "create", pool("scratch", ORPHAN)).ok();
        zomg.host("mkdir", "-p", memory.resolve(parent).resolve(ORPHAN).toString()).ok();
        zomg.host("mkdir", "-p", zomg.run().resolve("boxes").resolve(ORPHAN).toString()).ok();
        link(ORPHAN, "zomg " + instance());
        zomg.host("btrfs", "subvolume", "create", zomg.pool().resolve(FOREIGN).toString()).ok();
        zomg.host("mkdir", "-p", foreignGroup.toString()).ok();
        zomg.host("nft", "add", "table", "inet", "zomg_others").ok();
        link(FOREIGN, "zomg others");
        try {
            Shell.Result look = zomg.zomg("doctor");
            assertThat(look.exit()).isEqualTo(1);
            assertThat(look.out())
                    .contains(
                            ORPHAN
                                    + " no record names the box of this: a link, a control group,"
                                    + " a run directory, files beside its root",
                            ORPHAN + " no record names this root")
                    .doesNotContain(FOREIGN);

            Shell.Result repair = zomg.zomg("doctor", "--repair");
            assertThat(repair.exit()).as(repair.out()).isEqualTo(1);
            assertThat(repair.out()).contains("done " + ORPHAN).contains("Mended 2.");

            assertThat(zomg.zomg("doctor").exit()).isZero();
            assertThat(zomg.pool().resolve("set-aside").resolve(ORPHAN)).isDirectory();
            assertThat(zomg.pool().resolve(FOREIGN)).isDirectory();
            assertThat(foreignGroup).isDirectory();
            assertThat(Path.of("/sys/class/net/z" + FOREIGN)).exists();
            assertThat(zomg.host("nft", "list", "tables").ok()).contains("zomg_others");
        } finally {
            zomg.host("ip", "link", "del", "z" + FOREIGN);
            zomg.host("nft", "delete", "table", "inet", "zomg_others");
            zomg.host("rmdir", foreignGroup.toString(), foreignGroup.getParent().toString());
            zomg.host("btrfs", "subvolume", "delete", zomg.pool().resolve(FOREIGN).toString());
            zomg.host("btrfs", "subvolume", "delete", pool("set-aside", ORPHAN));
        }
    }

    @Test
    void a_table_that_somebody_deleted_is_set_up_again() {
        String table = "zomg_" + instance();
        zomg.host("nft", "delete", "table", "inet", table).ok();

        assertThat(zomg.zomg("doctor").out())
                .contains("the nftables table %s is not as it was set up".formatted(table));
        zomg.zomg("doctor", "--repair");

        assertThat(zomg.host("nft", "list", "table", "inet", table).ok()).contains("masquerade");
        assertThat(zomg.zomg("doctor").exit()).isZero();
    }

    @Test
    void a_box_whose_root_is_gone_has_failed_with_that_sentence() {
        String name = zomg.created();
        String uid = show(name, "id");
        zomg.zomg("stop", name).ok();
        zomg.host("btrfs", "subvolume", "delete", pool("roots", uid)).ok();

        assertThat(zomg.zomg("doctor", "--json").out()).contains("\"kind\":\"lost_root\"");
        zomg.zomg("doctor", "--repair");

        assertThat(show(name, "status")).isEqualTo("failed");
        assertThat(zomg.zomg("doctor").exit()).isZero();
        zomg.zomg("delete", name).ok();
    }

    @Test
    void the_volumes_of_a_project_go_with_it_and_those_of_nobody_are_set_aside() {
        String name = Instance.name();
        zomg.zomg("create", name, "-p", "volumes").ok();
        zomg.zomg("exec", name, "-p", "volumes", "--", "touch", "/home/kept", "/box/all/kept").ok();
        String project =
                Instance.json(zomg.zomg("project", "show", "volumes", "--json").ok())
                        .getString("id");
        zomg.zomg("delete", "-f", name, "-p", "volumes").ok();
        assertThat(Path.of(pool("volumes", project + "-home")).resolve("kept")).exists();
        zomg.host("btrfs", "subvolume", "create", pool("volumes", ORPHAN + "-home")).ok();
        try {
            zomg.zomg("project", "delete", "volumes").ok();

            assertThat(Path.of(pool("volumes", project + "-home"))).doesNotExist();
            assertThat(Path.of(pool("volumes", project + "-proj"))).doesNotExist();
            assertThat(Path.of(pool("volumes", "box-all")).resolve("kept")).exists();
            assertThat(zomg.zomg("doctor").out())
                    .contains(ORPHAN + " no record names the project of these volumes")
                    .doesNotContain(project);
            zomg.zomg("doctor", "--repair");
            assertThat(Path.of(pool("set-aside", ORPHAN + "-home"))).isDirectory();
            assertThat(zomg.zomg("doctor").exit()).isZero();
        } finally {
            zomg.host("btrfs", "subvolume", "delete", pool("volumes", ORPHAN + "-home"));
            zomg.host("btrfs", "subvolume", "delete", pool("set-aside", ORPHAN + "-home"));
        }
    }

    private String show(String name, String member) {
        return Instance.json(zomg.zomg("show", name, "--json").ok()).getString(member);
    }

    private void link(String uid, String alias) {
        zomg.host("ip", "link", "add", "z" + uid, "type", "veth", "peer", "name", "p" + uid).ok();
        zomg.host("ip", "link", "set", "z" + uid, "alias", alias).ok();
    }

    private String pool(String directory, String name) {
        return zomg.pool().resolve(directory).resolve(name).toString();
    }

    private Path memoryGroups() {
        List<Path> roots = List.of(Path.of("/sys/fs/cgroup/memory"), Path.of("/sys/fs/cgroup"));
        return roots.stream()
                .filter(root -> Files.isDirectory(root.resolve("zomg-" + instance())))
                .findFirst()
                .orElseThrow();
    }

    private String instance() {
        try {
            return Files.readString(zomg.state().resolve("instance")).strip();
        } catch (IOException missing) {
            throw new IllegalStateException(missing);
        }
    }
}
