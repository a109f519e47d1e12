package zomg.linux.mount;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import zomg.linux.mount.MountTable.Mount;

class MountTableTest {

    private final MountTable table =
            MountTable.parse(
                    List.of(
                            "21 1 254:0 / / rw,relatime - ext4 /dev/vda rw,discard",
                            "30 21 0:30 / /mnt/a\\040b rw shared:7 master:3 - btrfs /dev/loop0 rw,noatime",
                            "31 21 0:31 / /mnt/a\\040b rw - tmpfs none rw"));

    @Test
    void optional_fields_and_escapes_are_read() {
        assertThat(table.mounts().get(1).source()).isEqualTo("/dev/loop0");
        assertThat(table.mounts().get(1).options()).containsExactlyInAnyOrder("rw", "noatime");
    }

    @Test
    void a_shared_mount_says_so() {
        assertThat(table.mounts()).extracting(Mount::isShared).containsExactly(false, true, false);
    }

    @Test
    void those_below_a_directory_are_not_those_beside_it() {
        assertThat(table.below(Path.of("/mnt")).mounts()).hasSize(2);
        assertThat(table.below(Path.of("/mnt/a")).mounts()).isEmpty();
    }

    @Test
    void the_topmost_mount_counts() {
        assertThat(table.at(Path.of("/mnt/a b")).map(Mount::type)).contains("tmpfs");
    }

    @Test
    void a_path_is_held_by_the_nearest_mount_above_it() {
        assertThat(table.holding(Path.of("/mnt/a b/c/d")).map(Mount::type)).contains("tmpfs");
        assertThat(table.holding(Path.of("/mnt")).map(Mount::type)).contains("ext4");
        assertThat(table.at(Path.of("/mnt"))).isEqualTo(Optional.empty());
    }
}
