package zomg.linux.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import zomg.linux.mount.MountTable;

/** What is written where, on a directory tree; the kernel's part is in the engine's tests. */
class CgroupsTest {

    private static final Limits SMALL =
            new Limits(OptionalLong.of(64 << 20), OptionalInt.of(500), 100);
    private static final Limits NONE = new Limits(OptionalLong.empty(), OptionalInt.empty(), 4096);

    @TempDir private Path tree;

    @Test
    void version_1_has_a_directory_in_each_hierarchy() throws IOException {
        Cgroups cgroups = version1();
        cgroups.create("box");

        cgroups.limit("box", SMALL);

        assertThat(cgroups.directories("box"))
                .containsExactly(
                        tree.resolve("memory/zomg-test/box"), tree.resolve("cpu/zomg-test/box"));
        assertThat(tree.resolve("memory/zomg-test/box/memory.limit_in_bytes"))
                .hasContent("67108864");
        assertThat(tree.resolve("cpu/zomg-test/box/cpu.shares")).hasContent("512");

        cgroups.limit("box", NONE);
        assertThat(tree.resolve("memory/zomg-test/box/memory.limit_in_bytes")).hasContent("-1");
    }

    @Test
    void version_2_has_one_directory_and_asks_for_its_controllers() throws IOException {
        Cgroups cgroups = version2();
        cgroups.createParent();
        cgroups.create("box");

        cgroups.limit("box", SMALL);

        assertThat(cgroups.version()).isEqualTo(2);
        assertThat(tree.resolve("zomg-test/box/memory.max")).hasContent("67108864");
        assertThat(tree.resolve("zomg-test/box/cpu.weight")).hasContent("20");
        assertThat(tree.resolve("zomg-test/box/pids.max")).hasContent("100");
        assertThat(tree.resolve("cgroup.subtree_control")).hasContent("+pids");

        cgroups.limit("box", NONE);
        assertThat(tree.resolve("zomg-test/box/memory.max")).hasContent("max");
        assertThat(tree.resolve("zomg-test/box/cpu.weight")).hasContent("39");
    }

    @Test
    void a_hybrid_machine_counts_as_version_1() {
        MountTable hybrid =
                MountTable.parse(
                        List.of(
                                "1 0 0:1 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw",
                                "2 0 0:2 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory"));

        assertThat(Cgroups.of(hybrid, "zomg-test").version()).isEqualTo(1);
    }

    @Test
    void a_machine_without_groups_is_refused() {
        MountTable none = MountTable.parse(List.of("1 0 0:1 / / rw - ext4 /dev/vda rw"));

        assertThatThrownBy(() -> Cgroups.of(none, "zomg-test"))
                .hasMessage("no cgroup memory controller is mounted");
    }

    @Test
    void groups_are_listed_and_removed_and_an_unknown_one_is_gone_already() {
        Cgroups cgroups = version1();
        cgroups.create("one");
        cgroups.create("two");

        assertThat(cgroups.list()).containsExactlyInAnyOrder("one", "two");
        assertThat(cgroups.remove("one")).isTrue();
        assertThat(cgroups.remove("never")).isTrue();
        assertThat(cgroups.list()).containsExactly("two");
        assertThat(cgroups.processes("two")).isEmpty();
    }

    private Cgroups version1() {
        return Cgroups.of(
                MountTable.parse(
                        List.of(
                                "1 0 0:1 / %s/memory rw - cgroup cgroup rw,memory".formatted(tree),
                                "2 0 0:2 / %s/cpu rw - cgroup cgroup rw,cpu".formatted(tree),
                                "3 0 0:3 / %s/net_cls rw - cgroup cgroup rw,net_cls"
                                        .formatted(tree))),
                "zomg-test");
    }

    private Cgroups version2() throws IOException {
        Files.createDirectories(tree.resolve("zomg-test"));
        for (Path group : List.of(tree, tree.resolve("zomg-test"))) {
            Files.writeString(group.resolve("cgroup.controllers"), "cpuset cpu memory pids\n");
        }
        return Cgroups.of(
                MountTable.parse(List.of("1 0 0:1 / %s rw - cgroup2 cgroup2 rw".formatted(tree))),
                "zomg-test");
    }
}
