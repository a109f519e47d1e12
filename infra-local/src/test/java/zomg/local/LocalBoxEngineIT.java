package zomg.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import zomg.contract.BoxEngineContract;
import zomg.fixture.BoxFixtures;
import zomg.fixture.Inside;
import zomg.linux.cgroup.BoxTermination;
import zomg.linux.process.HostProcess;
import zomg.model.box.Box;
import zomg.model.box.BoxConfig;
import zomg.model.box.BoxSpec;
import zomg.model.box.Environment;
import zomg.model.box.GracePeriod;
import zomg.model.box.Isolation;
import zomg.model.box.Memory;
import zomg.model.box.Tags;
import zomg.model.project.Project;
import zomg.model.volume.Attachments;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LocalBoxEngineIT implements BoxEngineContract {

    /** The kernel takes it away behind us. */
    private static final Duration LINK_PATIENCE = Duration.ofSeconds(5);

    private LocalMachine machine;

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

    @Override
    public LocalBoxEngine engine() {
        return machine.engine;
    }

    @Override
    public LocalBoxEngine restartedEngine() {
        return machine.newEngine();
    }

    @Override
    public Box startableBox() {
        return machine.box(BoxFixtures.plain());
    }

    @Override
    public Box boxWithoutRoot() {
        return machine.withoutRoot(BoxFixtures.plain());
    }

    @Override
    public Project project() {
        return machine.project;
    }

    @Test
    void a_box_is_a_machine_of_its_own() {
        Inside box = machine.inside(machine.started(Isolation.HARDENED));

        assertThat(box.says("tr '\\0' ' ' </proc/1/cmdline"))
                .isEqualTo("/usr/bin/tini -s -- /bin/bash -lc sleep infinity");
        assertThat(box.says("hostname")).isEqualTo(box.box().ref().hostname());
        assertThat(box.says("id -u; pwd; echo $HOME")).isEqualTo("0\n/root\n/root");
        assertThat(box.says("ls /box; stat -c %a /tmp /run /home"))
                .isEqualTo("all\nbin\nproj\n1777\n755\n755");
        assertThat(box.says("echo $BOX_NAME.$ZOMG_PROJECT $ZOMG_NODE_IP $TERM"))
                .isEqualTo(
                        "%s %s xterm-256color"
                                .formatted(
                                        box.box().ref().hostname(),
                                        machine.config.subnet().gateway()));
        assertThat(box.says("stat -c %a /etc/resolv.conf /etc/hosts /etc/boxes-env"))
                .isEqualTo("644\n644\n644");
        assertThat(box.says("cat /etc/resolv.conf"))
                .endsWith("search default.boxes boxes default\noptions ndots:1");
        assertThat(box.says("getent hosts %s".formatted(box.box().ref().name())))
                .startsWith(machine.address(box.box()));
        assertThat(box.says("tty_of_script() { script -qc tty /dev/null; }; tty_of_script"))
                .startsWith("/dev/pts/");
        assertThat(box.says("ls /proc/self/fd | tr '\\n' ' '")).isEqualTo("0 1 2 3");
    }

    @Test
    void the_variables_reach_every_shell_however_hostile_they_are() {
        BoxSpec plain = BoxFixtures.plain();
        Environment hostile =
                Environment.of(Map.of("EVIL", "a \"b\" $c `id` \\ 'x'\n$(touch /tmp/broken) !end"));
        Inside box =
                machine.inside(
                        machine.started(
                                new BoxSpec(
                                        plain.base(),
                                        plain.config(),
                                        hostile,
                                        plain.tags(),
                                        plain.port(),
                                        plain.grace(),
                                        plain.isolation(),
                                        plain.volumes())));
        String wanted = hostile.variables().get("EVIL");

        assertThat(box.says("printf %s \"$EVIL\"")).isEqualTo(wanted);
        assertThat(box.says("env -i bash -c '. /etc/boxes-env; printf %s \"$EVIL\"'"))
                .isEqualTo(wanted);
        assertThat(box.says("sh -c 'printf %s \"$EVIL\"'")).isEqualTo(wanted);
        box.denies("test -e /tmp/broken");
        assertThat(box.says("grep -c boxes-env /etc/bash.bashrc")).isEqualTo("1");
    }

    @Test
    void the_root_and_home_stay_over_a_stop_and_tmp_does_not() {
        Box box = machine.started(Isolation.HARDENED);
        machine.inside(box)
                .says("touch /root/kept /home/kept /box/all/kept /tmp/lost /run/lost; sync");

        engine().stop(box.uid(), Duration.ofSeconds(1));
        engine().remove(box.uid());
        engine().start(box, machine.project);

        assertThat(
                        machine.inside(box)
                                .says("ls /root /home /box/all /tmp /run | grep -E 'kept|lost'"))
                .isEqualTo("kept\nkept\nkept");
        assertThat(machine.inside(box).says("grep -c boxes-env /etc/bash.bashrc")).isEqualTo("1");
    }

    @Test
    void a_stop_gives_processes_their_grace_and_kills_what_is_left() {
        Box box = machine.started(Isolation.HARDENED);
        Inside inside = machine.inside(box);
        inside.says(
                "setsid sh -c 'trap \"sleep 0.3; echo ended >/root/ended; exit\" TERM;"
                        + " touch /tmp/ready; while :; do sleep 0.05; done' >/dev/null 2>&1 &"
                        + " until test -e /tmp/ready; do sleep 0.01; done");
        engine().stop(box.uid(), Duration.ofSeconds(5));

        assertThat(machine.pool.root(box.uid()).resolve("root/ended")).hasContent("ended");
        assertThat(machine.cgroups.processes(box.uid().value())).isEmpty();

        engine().remove(box.uid());
        engine().start(box, machine.project);
        inside.says("setsid sh -c 'trap \"\" TERM; while :; do sleep 1; done' >/dev/null 2>&1 &");
        long begin = System.nanoTime();
        engine().stop(box.uid(), Duration.ofMillis(500));

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
        assertThat(machine.cgroups.processes(box.uid().value())).isEmpty();
    }

    @Test
    void an_address_can_be_used_again_at_once() {
        Box box = machine.started(Isolation.HARDENED);
        for (int i = 0; i < 20; i++) {
            engine().remove(box.uid());
            box = machine.inPlaceOf(box);
            engine().start(box, machine.project);
        }

        assertThat(machine.host("ip", "-4", "route", "get", machine.address(box)))
                .contains(LocalConfig.link(box.uid()));
    }

    @Test
    void a_box_starts_again_while_its_last_link_still_leaves() {
        Box box = machine.started(Isolation.HARDENED);
        for (int i = 0; i < 20; i++) {
            engine().stop(box.uid(), Duration.ZERO);
            engine().start(box, machine.project);
        }

        assertThat(machine.host("ip", "-4", "route", "get", machine.address(box)))
                .contains(LocalConfig.link(box.uid()));
        assertThat(engine().list()).contains(box.uid());
        assertThat(BoxTermination.await(() -> machine.leavingLinks().isEmpty(), LINK_PATIENCE))
                .isTrue();
    }

    @Test
    void a_removed_box_leaves_nothing_on_the_machine() throws IOException {
        Box box = machine.started(Isolation.HARDENED);
        String uid = box.uid().value();

        engine().remove(box.uid());

        assertThat(engine().list()).doesNotContain(box.uid());
        Path link = Path.of("/sys/class/net/z" + uid);
        assertThat(BoxTermination.await(() -> Files.notExists(link), LINK_PATIENCE)).isTrue();
        assertThat(machine.runDirectory.resolve("boxes").resolve(uid)).doesNotExist();
        assertThat(machine.pool.scratch(box.uid())).doesNotExist();
        assertThat(machine.pool.etc(box.uid())).doesNotExist();
        assertThat(machine.cgroups.directories(uid)).noneMatch(Files::exists);
        assertThat(Files.readString(Path.of("/proc/self/mountinfo"))).doesNotContain(uid);
        assertThat(machine.host("ip", "route")).doesNotContain(machine.address(box) + " ");
    }

    @Test
    void memory_over_the_limit_is_killed_and_the_box_sees_its_limit() {
        Inside box = machine.inside(machine.started(limited(128)));

        Inside.Result hungry = box.run("head -c 300M /dev/zero | tail");

        assertThat(hungry.code()).isNotZero();
        assertThat(box.says("echo alive")).isEqualTo("alive");
        assertThat(
                        box.says(
                                "cat /sys/fs/cgroup/memory.max"
                                        + " /sys/fs/cgroup/memory/memory.limit_in_bytes 2>/dev/null;"
                                        + " true"))
                .isEqualTo(Long.toString(128L << 20));
    }

    @Test
    void a_fork_bomb_stays_in_its_box() {
        Inside box = machine.inside(machine.started(Isolation.HARDENED));

        box.run("for i in $(seq 1 1200); do sleep 5 & done 2>/dev/null; true");

        assertThat(machine.cgroups.processes(box.box().uid().value()).size())
                .isLessThanOrEqualTo(1000);
    }

    @Test
    void what_a_user_planted_in_the_root_leads_no_mount_and_no_file_outside() throws IOException {
        Box box = machine.box(BoxFixtures.plain());
        Path root = machine.pool.root(box.uid());
        Path victim = Files.createTempDirectory("zomg-victim");
        try {
            Files.createDirectories(root.resolve("etc-real"));
            Files.delete(root.resolve("etc/resolv.conf"));
            Files.createSymbolicLink(root.resolve("etc/resolv.conf"), victim.resolve("resolv"));
            Files.createSymbolicLink(root.resolve("box"), victim);
            Files.delete(root.resolve("tmp"));
            Files.createSymbolicLink(root.resolve("tmp"), victim);
            Files.createSymbolicLink(root.resolve("etc/boxes-env"), victim.resolve("env"));

            try {
                engine().start(box, machine.project);
            } catch (zomg.error.Refusal refused) {
                assertThat(refused).hasMessageContaining("cannot be started");
            }

            assertThat(victim).isEmptyDirectory();
        } finally {
            machine.removeBoxes();
            Files.delete(victim);
        }
    }

    @Test
    void the_first_process_is_no_child_of_the_server() {
        Box box = machine.started(Isolation.HARDENED);
        BoxInit init = engine().init(box.uid()).orElseThrow();

        assertThat(HostProcess.find(init.pid()).orElseThrow().parent())
                .isNotEqualTo((int) ProcessHandle.current().pid());
    }

    private static BoxSpec limited(int mebibytes) {
        BoxSpec plain = BoxFixtures.plain();
        return new BoxSpec(
                plain.base(),
                new BoxConfig(
                        Optional.empty(), Optional.of(new Memory(mebibytes)), Optional.empty()),
                Environment.EMPTY,
                Tags.NONE,
                Optional.empty(),
                GracePeriod.DEFAULT,
                Isolation.HARDENED,
                Attachments.NONE);
    }
}
