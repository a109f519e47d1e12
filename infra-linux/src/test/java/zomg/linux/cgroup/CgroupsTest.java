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
import zomg.error.ErrorCode;
import zomg.error.Refusal;
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
    void version_2_limits_no_swap_on_top_of_memory() throws IOException {
        Cgroups cgroups = version2();
        cgroups.create("box");
        Path swap = Files.writeString(tree.resolve("zomg-test/box/memory.swap.max"), "max");

        cgroups.limit("box", SMALL);
        assertThat(swap).hasContent("0");

        cgroups.limit("box", NONE);
        assertThat(swap).hasContent("max");
    }

    /** Version 2 would kill where version 1 says no. */
    @Test
    void version_2_is_not_told_a_limit_below_what_the_processes_keep() throws IOException {
        Cgroups cgroups = version2();
        cgroups.create("box");
        cgroups.limit("box", NONE);
        Path box = tree.resolve("zomg-test/box");
        Files.writeString(box.resolve("memory.current"), (90 << 20) + "\n");
        Files.writeString(
                box.resolve("memory.stat"),
                "anon 1\nfile %d\nfile_mapped 7\nshmem %d\n".formatted(25 << 20, 4 << 20));

        assertThatThrownBy(() -> cgroups.limit("box", SMALL))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.MEMORY_IN_USE))
                .hasMessageContaining("keep 69 MiB")
                .hasMessageContaining("of 64 MiB");
        assertThat(box.resolve("memory.max")).hasContent("max");
        assertThat(box.resolve("cpu.weight")).hasContent("39");
        Files.writeString(box.resolve("memory.stat"), "file %d\nshmem 0\n".formatted(30 << 20));
        cgroups.limit("box", SMALL);
        assertThat(box.resolve("memory.max")).hasContent("67108864");
    }

    @Test
    void version_2_kills_a_group_in_one_step_where_the_kernel_can() throws IOException {
        Cgroups cgroups = version2();
        cgroups.create("box");
        assertThat(cgroups.kill("box")).isFalse();
        Path kill = Files.createFile(tree.resolve("zomg-test/box/cgroup.kill"));

        assertThat(cgroups.kill("box")).isTrue();

        assertThat(kill).hasContent("1");
        assertThat(version1().kill("box")).isFalse();
    }

    @Test
    void version_2_knows_the_processes_of_groups_below_too() throws IOException {
        Cgroups cgroups = version2();
        cgroups.create("box");
        Path box = tree.resolve("zomg-test/box");
        Files.writeString(box.resolve("cgroup.procs"), "12\n0\n");
        Files.createDirectory(box.resolve("below"));
        Files.writeString(box.resolve("below/cgroup.procs"), "34\n");

        assertThat(cgroups.processes("box")).containsExactlyInAnyOrder(12, 34);
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
                                "1 0 0:1 / %s/cpu rw - cgroup cgroup rw,cpu".formatted(tree),
                                "2 0 0:2 / %s/memory rw - cgroup cgroup rw,memory".formatted(tree),
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
