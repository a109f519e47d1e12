package zomg.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import zomg.linux.mount.MountTable;
import zomg.linux.process.HostProcess;

class PodGroupsTest {

    private static final String POD = "7f3c2d1e-0000-4a4a-9b9b-123456789abc";

    @TempDir private Path tree;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kubepods/pod7f3c2d1e-0000-4a4a-9b9b-123456789abc",
                "kubepods/burstable/pod7f3c2d1e-0000-4a4a-9b9b-123456789abc",
                "kubepods/besteffort/pod7f3c2d1e-0000-4a4a-9b9b-123456789abc",
                "kubepods.slice/kubepods-pod7f3c2d1e_0000_4a4a_9b9b_123456789abc.slice",
                "kubepods.slice/kubepods-burstable.slice/"
                        + "kubepods-burstable-pod7f3c2d1e_0000_4a4a_9b9b_123456789abc.slice",
            })
    void a_pods_group_is_found_however_kubelet_names_it(String name) throws IOException {
        Files.createDirectories(tree.resolve(name));

        assertThat(groups().find(POD)).contains(name);
        assertThat(groups().find("other")).isEmpty();
    }

    @Test
    void the_box_is_in_the_group_whose_first_process_is_its_own() throws IOException {
        HostProcess self = HostProcess.find((int) ProcessHandle.current().pid()).orElseThrow();
        Path group = tree.resolve("kubepods/pod" + POD);
        Files.createDirectories(group.resolve("sandbox"));
        Files.writeString(group.resolve("sandbox/cgroup.procs"), "1\n");
        Files.createDirectories(group.resolve("container"));
        Files.writeString(group.resolve("container/cgroup.procs"), self.pid() + "\n");

        PodGroups.Found found = groups().box("kubepods/pod" + POD, self.arguments()).orElseThrow();

        assertThat(found.container()).isEqualTo("kubepods/pod" + POD + "/container");
        assertThat(found.first().pid()).isEqualTo(self.pid());
        assertThat(groups().box("kubepods/pod" + POD, List.of("/zomg-runner", "pod"))).isEmpty();
    }

    private PodGroups groups() {
        return new PodGroups(
                MountTable.parse(
                        List.of(
                                "24 1 0:20 / /somewhere rw - cgroup cgroup rw,memory",
                                "25 1 0:21 / %s rw - cgroup2 cgroup2 rw".formatted(tree))),
                tree);
    }
}
