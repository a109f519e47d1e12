package zomg.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static zomg.fixture.BoxFixtures.NOW;
import static zomg.fixture.Refusals.assertRefused;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import zomg.error.ErrorCode;
import zomg.fixture.Inside;
import zomg.model.box.Box;
import zomg.model.box.BoxConfig;
import zomg.model.box.BoxSpec;
import zomg.model.id.Uid;
import zomg.model.id.VolumeName;
import zomg.model.volume.Attachment;
import zomg.model.volume.Attachments;
import zomg.model.volume.DataMount;
import zomg.model.volume.MountPath;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KubernetesBoxMountsKT {

    private ClusterMachine machine;
    private ExecSockets sockets;
    private KubernetesBoxProcesses processes;
    private KubernetesBoxMounts mounts;

    @BeforeAll
    void open() {
        machine = ClusterMachine.open();
        sockets = new ExecSockets(machine.cluster);
        processes = machine.processes(sockets, 1);
        mounts = new KubernetesBoxMounts(machine.config, machine.engine, sockets);
    }

    @AfterEach
    void removeBoxes() {
        machine.removeBoxes();
    }

    @AfterAll
    void close() throws IOException {
        processes.close();
        sockets.close();
        machine.close();
    }

    @Test
    void a_box_starts_with_its_volumes_and_they_outlive_it() {
        Uid volume = volume();
        Box box = started(at(volume, "/srv/a b/data", false));

        inside(box).says("echo mine > '/srv/a b/data/file'");

        assertThat(inside(box).says("stat -c %U:%a '/srv/a b/data'")).isEqualTo("root:755");
        assertThat(mounts.areApplied(box)).isTrue();
        machine.engine.stop(box.uid(), Duration.ZERO);
        machine.engine.start(box, machine.project);
        assertThat(inside(box).says("cat '/srv/a b/data/file'")).isEqualTo("mine");
        machine.engine.remove(box.uid());
        assertThat(machine.pool.volume(volume).resolve("file")).hasContent("mine\n");
        assertThat(machine.pool.attach(box.uid())).doesNotExist();
    }

    @Test
    void volumes_come_and_go_while_the_box_runs() throws IOException {
        Box box = started();
        Uid writable = volume();
        Uid readOnly = volume();
        Box both = with(box, at(writable, "/srv/rw", false), at(readOnly, "/srv/ro", true));
        assertThat(mounts.areApplied(both)).isFalse();

        mounts.apply(both);
        mounts.apply(both);

        inside(box).says("echo x > /srv/rw/file");
        assertThat(machine.pool.volume(writable).resolve("file")).hasContent("x\n");
        inside(box).denies("touch /srv/ro/file");
        assertThat(mounts.areApplied(both)).isTrue();
        assertThat(mounts.areApplied(box)).isFalse();
        Box one = with(box, at(readOnly, "/srv/ro", true));
        mounts.apply(one);
        assertThat(mounts.areApplied(one)).isTrue();
        assertThat(inside(box).says("ls /srv/rw")).isEmpty();
        mounts.apply(box);
        assertThat(mounts.areApplied(box)).isTrue();
        assertThat(inside(box).says("grep -c /srv/ /proc/self/mountinfo; true")).isEqualTo("0");
        assertThat(machine.pool.attach(box.uid())).isEmptyDirectory();
        assertThat(Files.readString(Path.of("/proc/self/mountinfo")))
                .doesNotContain("attach/" + box.uid());
    }

    @Test
    void one_that_is_used_stays_and_goes_when_it_is_not() {
        Uid volume = volume();
        Box box = started(at(volume, "/data", false));
        Box without = with(box);
        inside(box).says("cd /data && (sleep 1000 >/dev/null 2>&1 & echo $! > /tmp/pid)");

        assertRefused(ErrorCode.VOLUME_BUSY, () -> mounts.apply(without));

        assertThat(mounts.areApplied(box)).isTrue();
        inside(box).says("kill $(cat /tmp/pid); while kill -0 $(cat /tmp/pid); do :; done 2>&-");
        mounts.apply(without);
        assertThat(mounts.areApplied(without)).isTrue();
    }

    @Test
    void one_that_the_boxs_root_unmounted_is_missed_and_comes_back() {
        Box box = started(at(volume(), "/data", false));
        inside(box).says("umount /data");

        assertThat(mounts.areApplied(box)).isFalse();
        mounts.apply(box);

        assertThat(mounts.areApplied(box)).isTrue();
        inside(box).says("grep ' /data ' /proc/self/mountinfo");
    }

    @Test
    void a_file_where_a_volume_should_be_is_refused_and_leaves_nothing() {
        Box box = started();
        inside(box).says("touch /srv/file");

        assertRefused(
                ErrorCode.MOUNT_FAILED,
                () -> mounts.apply(with(box, at(volume(), "/srv/file", false))));

        assertThat(machine.pool.attach(box.uid())).isEmptyDirectory();
    }

    @Test
    void a_box_whose_volume_is_gone_does_not_start() {
        Box box = machine.box(spec(at(ClusterMachine.randomUid(), "/data", false)));

        assertRefused(ErrorCode.MOUNT_FAILED, () -> machine.engine.start(box, machine.project));

        assertThat(machine.engine.list()).doesNotContain(box.uid());
    }

    @Test
    void what_a_killed_server_left_is_no_part_of_the_box_and_goes() {
        Box box = started();
        machine.engine.attached().attach(box.uid(), at(volume(), "/data", false));

        assertThat(mounts.areApplied(box)).isFalse();
        mounts.apply(box);

        assertThat(mounts.areApplied(box)).isTrue();
    }

    @Test
    void attaching_to_a_running_box_takes_no_longer_than_a_blink() {
        Box box = started();
        Box with = with(box, at(volume(), "/data", false));
        long[] millis = new long[20];
        for (int round = 0; round < millis.length; round++) {
            long begin = System.nanoTime();
            mounts.apply(with);
            millis[round] = (System.nanoTime() - begin) / 1_000_000;
            mounts.apply(box);
        }
        Arrays.sort(millis);

        System.out.printf("attach: median %d ms, worst %d ms%n", millis[10], millis[19]);
        assertThat(millis[10]).isLessThan(1000);
    }

    private Inside inside(Box box) {
        return new Inside(processes, box);
    }

    private Uid volume() {
        Uid volume = ClusterMachine.randomUid();
        machine.subvolumes.create(machine.pool.volume(volume), 0755);
        return volume;
    }

    private static Attachment at(Uid volume, String path, boolean readOnly) {
        return new Attachment(
                volume,
                new DataMount(new VolumeName("v" + volume), new MountPath(path), readOnly),
                false);
    }

    private Box started(Attachment... attachments) {
        return machine.started(spec(attachments));
    }

    private static BoxSpec spec(Attachment... attachments) {
        return ClusterMachine.spec(
                BoxConfig.UNLIMITED, new Attachments(Arrays.asList(attachments)));
    }

    private static Box with(Box box, Attachment... attachments) {
        return box.withSpec(
                box.spec().withVolumes(new Attachments(Arrays.asList(attachments))), NOW);
    }
}
