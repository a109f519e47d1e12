package zomg.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import zomg.linux.cgroup.Cgroups;
import zomg.linux.mount.MountTable;
import zomg.model.box.Box;
import zomg.model.box.BoxConfig;
import zomg.model.box.Isolation;
import zomg.model.box.Sighting;
import zomg.model.box.Sighting.Life;
import zomg.model.id.Uid;

/** What is left of boxes is seen one by one, and what is another instance's never. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TracesIT {

    private LocalMachine machine;
    private final Uid uid = LocalMachine.randomUid();

    @BeforeAll
    void open() {
        machine = LocalMachine.open();
    }

    @AfterEach
    void removeBoxes() {
        machine.removeBoxes();
    }

    @AfterAll
    void close() throws IOException {
        machine.close();
    }

    @Test
    void a_control_group_alone_is_seen_and_removed() {
        machine.cgroups.create(uid.value());

        assertSeenAndRemoved("a control group", Life.BEFORE_BOOT);
        assertThat(machine.cgroups.directories(uid.value())).noneMatch(Files::exists);
    }

    @Test
    void a_link_alone_is_seen_and_removed() {
        String link = LocalConfig.link(uid);
        machine.host("ip", "link", "add", link, "type", "veth", "peer", "name", "p" + uid);
        machine.host("ip", "link", "set", link, "alias", machine.config.linkAlias());

        assertSeenAndRemoved("a link", Life.BEFORE_BOOT);
        assertThat(Path.of("/sys/class/net", link)).doesNotExist();
    }

    @Test
    void a_run_directory_alone_is_seen_and_removed() throws IOException {
        Files.createDirectories(machine.config.runDirectory(uid));

        assertSeenAndRemoved("a run directory", Life.ENDED);
        assertThat(machine.config.runDirectory(uid)).doesNotExist();
    }

    @Test
    void files_beside_the_root_alone_are_seen_and_removed() throws IOException {
        machine.subvolumes.create(machine.pool.scratch(uid));
        assertSeenAndRemoved("files beside its root", Life.BEFORE_BOOT);
        assertThat(machine.pool.scratch(uid)).doesNotExist();

        Files.createDirectories(machine.pool.etc(uid));
        assertSeenAndRemoved("files beside its root", Life.BEFORE_BOOT);
        assertThat(machine.pool.etc(uid)).doesNotExist();
    }

    @Test
    void what_is_another_instances_is_not_seen() throws IOException {
        String link = LocalConfig.link(uid);
        Cgroups others = Cgroups.of(MountTable.read(), machine.config.cgroup() + "-other");
        try {
            machine.host("ip", "link", "add", link, "type", "veth", "peer", "name", "p" + uid);
            machine.host("ip", "link", "set", link, "alias", machine.config.linkAlias() + "2");
            others.createParent();
            others.create(uid.value());
            machine.subvolumes.create(machine.pool.pool().resolve(uid.value()));

            assertThat(machine.engine.list()).isEmpty();
            assertThat(machine.engine.sight(uid, BoxConfig.UNLIMITED)).isEmpty();
        } finally {
            machine.host("ip", "link", "del", link);
            others.remove(uid.value());
            others.removeParent();
            machine.subvolumes.delete(machine.pool.pool().resolve(uid.value()));
        }
    }

    @Test
    void a_running_box_whose_link_was_taken_away_lacks_it() {
        Box box = machine.started(Isolation.HARDENED);

        machine.host("ip", "link", "del", LocalConfig.link(box.uid()));

        assertThat(sight(box.uid()).lacks()).containsExactly("link");
    }

    /** Pids and start times begin anew: another process may have both by chance. */
    @Test
    void a_process_of_before_the_machine_was_started_is_not_the_boxes() throws IOException {
        Box box = machine.started(Isolation.HARDENED);
        BoxInit init = machine.engine.init(box.uid()).orElseThrow();

        new BoxInit(init.pid(), init.startTime(), "another-boot")
                .save(machine.config.runDirectory(box.uid()));

        assertThat(machine.engine.isRunning(box.uid())).isFalse();
        assertThat(sight(box.uid()).life()).isEqualTo(Life.BEFORE_BOOT);
    }

    @Test
    void a_flushed_table_a_missing_link_and_a_missing_parent_are_faults_until_set_up_again() {
        BoxGroups groups = new BoxGroups(machine.cgroups);
        assertThat(machine.network.fault()).isEmpty();
        assertThat(groups.fault()).isEmpty();

        machine.host("nft", "flush", "table", "inet", machine.config.table());
        assertThat(machine.network.fault().orElse("none")).contains("table");
        machine.network.prepare();
        assertThat(machine.network.fault()).isEmpty();

        machine.host("nft", "delete", "table", "inet", machine.config.table());
        assertThat(machine.network.fault().orElse("none")).contains("table");
        machine.network.prepare();
        assertThat(machine.network.fault()).isEmpty();

        machine.host("ip", "link", "del", machine.config.hostLink());
        assertThat(machine.network.fault().orElse("none")).contains("link");
        machine.network.prepare();
        assertThat(machine.network.fault()).isEmpty();

        machine.cgroups.removeParent();
        assertThat(groups.fault()).isPresent();
        groups.prepare();
        assertThat(groups.fault()).isEmpty();
    }

    private void assertSeenAndRemoved(String word, Life life) {
        assertThat(machine.engine.list()).isEqualTo(Set.of(uid));
        assertThat(sight(uid)).isEqualTo(new Sighting(uid, life, List.of(word), List.of()));

        machine.engine.remove(uid);

        assertThat(machine.engine.list()).isEmpty();
        assertThat(machine.engine.sight(uid, BoxConfig.UNLIMITED)).isEmpty();
    }

    private Sighting sight(Uid box) {
        return machine.engine.sight(box, BoxConfig.UNLIMITED).orElseThrow();
    }
}
