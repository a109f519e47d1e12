package zomg.local;

import static org.assertj.core.api.Assertions.assertThat;
import static zomg.fixture.BoxFixtures.NOW;
import static zomg.fixture.BoxFixtures.plain;
import static zomg.fixture.Refusals.assertRefused;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import zomg.error.ErrorCode;
import zomg.fixture.Inside;
import zomg.linux.btrfs.Subvolumes;
import zomg.linux.libc.Libc;
import zomg.model.box.Box;
import zomg.model.box.BoxSpec;
import zomg.model.box.Isolation;
import zomg.model.file.BoxPath;
import zomg.model.id.Uid;
import zomg.model.id.VolumeName;
import zomg.model.volume.Attachment;
import zomg.model.volume.Attachments;
import zomg.model.volume.DataMount;
import zomg.model.volume.MountPath;
import zomg.port.Download;
import zomg.runner.RunnerFiles;

final class LocalBoxMountsIT {

    private static LocalMachine machine;
    private static LocalBoxMounts mounts;
    private final Subvolumes subvolumes = new Subvolumes(new Libc());

    @BeforeAll
    static void open() {
        machine = LocalMachine.open();
        mounts = new LocalBoxMounts(machine.config, machine.engine);
    }

    @AfterEach
    void removeBoxes() {
        machine.removeBoxes();
    }

    @AfterAll
    static void close() throws IOException {
        machine.close();
    }

    @ParameterizedTest
    @EnumSource
    void a_box_starts_with_its_volumes_and_they_outlive_it(Isolation isolation) {
        Uid volume = volume();
        Box box = machine.box(spec(isolation, at(volume, "/srv/a b/data", false)));
        machine.engine.start(box, machine.project);

        machine.inside(box).says("echo mine > '/srv/a b/data/file'");

        assertThat(machine.inside(box).says("stat -c %U:%a '/srv/a b/data'")).isEqualTo("root:755");
        assertThat(mounts.areApplied(box)).isTrue();
        assertThat(onDisk(volume, "file")).isEqualTo("mine\n");
        machine.engine.stop(box.uid(), Duration.ZERO);
        machine.engine.start(box, machine.project);
        assertThat(machine.inside(box).says("cat '/srv/a b/data/file'")).isEqualTo("mine");
        machine.engine.remove(box.uid());
        assertThat(onDisk(volume, "file")).isEqualTo("mine\n");
    }

    @Test
    void files_of_a_box_belong_to_its_users_and_not_to_those_of_the_host() throws IOException {
        Uid volume = volume();
        Box box = started(at(volume, "/data", false));

        machine.inside(box).says("touch /data/file && chown 1000:33 /data/file");

        Path file = machine.config.pool().volume(volume).resolve("file");
        assertThat(Files.getAttribute(file, "unix:uid")).isEqualTo(1000);
        assertThat(Files.getAttribute(file, "unix:gid")).isEqualTo(33);
    }

    @Test
    void what_is_read_only_stays_so_whatever_the_boxs_root_does() {
        Uid volume = volume();
        Box box = started(at(volume, "/data", true));
        Inside inside = machine.inside(box);

        inside.denies("touch /data/file");
        inside.denies("mount -o remount,bind,rw /data && touch /data/file");
        inside.denies("mount -o remount,rw /data");
        inside.denies(
                "mkdir /again && mount --bind /data /again && mount -o remount,bind,rw /again");
        assertThat(inside.says("grep ' /data ' /proc/self/mountinfo"))
                .contains("ro,")
                .contains("nodev");
    }

    @ParameterizedTest
    @EnumSource
    void volumes_come_and_go_while_the_box_runs(Isolation isolation) {
        Box box = machine.box(spec(isolation));
        machine.engine.start(box, machine.project);
        Uid writable = volume();
        Uid readOnly = volume();

        Box both = with(box, at(writable, "/srv/rw", false), at(readOnly, "/srv/ro", true));
        assertThat(mounts.areApplied(both)).isFalse();
        mounts.apply(both);
        mounts.apply(both);

        machine.inside(box).says("echo x > /srv/rw/file");
        machine.inside(box).denies("touch /srv/ro/file");
        assertThat(mounts.areApplied(both)).isTrue();
        assertThat(mounts.areApplied(box)).isFalse();
        Box one = with(box, at(readOnly, "/srv/ro", true));
        mounts.apply(one);
        assertThat(mounts.areApplied(one)).isTrue();
        assertThat(machine.inside(box).says("ls /srv/rw")).isEmpty();
        mounts.apply(box);
        assertThat(mounts.areApplied(box)).isTrue();
        assertThat(machine.inside(box).says("grep -c /srv/ /proc/self/mountinfo; true"))
                .isEqualTo("0");
    }

    @Test
    void one_volume_is_in_several_boxes_at_once() {
        Uid volume = volume();
        Box writer = started(at(volume, "/data", false));
        Box reader = started(at(volume, "/other", true));

        machine.inside(writer).says("echo hello > /data/file");

        assertThat(machine.inside(reader).says("cat /other/file")).isEqualTo("hello");
        assertThat(machine.inside(reader).says("stat -c %u /other/file")).isEqualTo("0");
    }

    @Test
    void one_that_is_used_stays_and_goes_when_it_is_not() {
        Uid volume = volume();
        Box box = started(at(volume, "/data", false));
        Box without = with(box);
        machine.inside(box).says("cd /data && (sleep 1000 & echo $! > /tmp/pid)");

        assertRefused(ErrorCode.VOLUME_BUSY, () -> mounts.apply(without));

        assertThat(mounts.areApplied(box)).isTrue();
        machine.inside(box)
                .says("kill $(cat /tmp/pid); while kill -0 $(cat /tmp/pid); do :; done 2>&-");
        mounts.apply(without);
        assertThat(mounts.areApplied(without)).isTrue();
    }

    @Test
    void a_detached_volume_is_nowhere_in_the_box() {
        Uid volume = volume();
        Box box = started(at(volume, "/data", false));
        machine.inside(box).says("mkdir /again && mount --bind /data /again");

        mounts.apply(with(box));

        assertThat(machine.inside(box).says("ls -d /again/* /data/* 2>&-; true")).isEmpty();
        assertThat(mounts.areApplied(with(box))).isTrue();
    }

    @Test
    void one_that_the_boxs_root_unmounted_is_missed_and_comes_back() {
        Uid volume = volume();
        Box box = started(at(volume, "/data", false));
        machine.inside(box).says("umount /data");

        assertThat(mounts.areApplied(box)).isFalse();
        mounts.apply(box);

        assertThat(mounts.areApplied(box)).isTrue();
        machine.inside(box).says("grep ' /data ' /proc/self/mountinfo");
    }

    @Test
    void one_attached_otherwise_than_it_is_mounted_is_mounted_anew() {
        Uid volume = volume();
        Box box = started(at(volume, "/data", false));
        Box readOnly = with(box, at(volume, "/data", true));

        mounts.apply(readOnly);

        machine.inside(box).denies("touch /data/file");
        assertThat(mounts.areApplied(readOnly)).isTrue();
    }

    @Test
    void links_in_a_box_do_not_lead_out_of_it() {
        Box box = started();
        machine.inside(box).says("ln -s /../../../../srv/real /srv/link && mkdir -p /srv/real");

        mounts.apply(with(box, at(volume(), "/srv/link/below", false)));

        assertThat(machine.inside(box).says("grep -o ' /srv/real/below ' /proc/self/mountinfo"))
                .isEqualTo(" /srv/real/below");
        assertThat(Path.of("/srv/real")).doesNotExist();
    }

    @Test
    void a_file_where_a_volume_should_be_is_refused() {
        Box box = started();
        machine.inside(box).says("touch /srv/file");

        assertRefused(
                ErrorCode.MOUNT_FAILED,
                () -> mounts.apply(with(box, at(volume(), "/srv/file", false))));
        assertRefused(
                ErrorCode.MOUNT_FAILED,
                () -> mounts.apply(with(box, at(volume(), "/srv/file/below", false))));
    }

    @Test
    void a_box_whose_volume_is_gone_does_not_start() {
        Uid gone = LocalMachine.randomUid();
        Box box = machine.box(spec(Isolation.HARDENED, at(gone, "/data", false)));

        assertRefused(ErrorCode.MOUNT_FAILED, () -> machine.engine.start(box, machine.project));

        assertThat(machine.engine.isRunning(box.uid())).isFalse();
        assertThat(machine.engine.list()).doesNotContain(box.uid());
    }

    @Test
    void of_a_box_that_does_not_run_nothing_is_to_be_done() {
        Box box = machine.box(spec(Isolation.HARDENED, at(volume(), "/data", false)));

        mounts.apply(box);

        assertThat(mounts.areApplied(box)).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void files_are_reached_in_volumes_of_running_and_of_stopped_boxes(Isolation isolation)
            throws IOException {
        Uid volume = volume();
        Box box = machine.box(spec(isolation, at(volume, "/data", false)));
        machine.engine.start(box, machine.project);
        machine.inside(box).says("echo mine > /data/file");

        try (RunnerFiles files =
                new RunnerFiles(
                        new LocalFilePlaces(
                                machine.config, machine.cgroups, machine.engine, subvolumes))) {
            assertThat(read(files, box)).isEqualTo("mine\n");
            machine.engine.stop(box.uid(), Duration.ZERO);
            machine.engine.remove(box.uid());
            assertThat(read(files, box)).isEqualTo("mine\n");
        }
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
        assertThat(millis[10]).isLessThan(100);
    }

    private static String read(RunnerFiles files, Box box) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (Download file = files.read(box, machine.project, new BoxPath("/data/file"))) {
            file.writeTo(bytes);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private Uid volume() {
        Uid volume = LocalMachine.randomUid();
        subvolumes.create(machine.config.pool().volume(volume), 0755);
        return volume;
    }

    private static String onDisk(Uid volume, String name) {
        try {
            return Files.readString(machine.config.pool().volume(volume).resolve(name));
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    private static Attachment at(Uid volume, String path, boolean readOnly) {
        return new Attachment(
                volume,
                new DataMount(new VolumeName(volume.value()), new MountPath(path), readOnly),
                false);
    }

    private static Box started(Attachment... attachments) {
        return machine.started(spec(Isolation.HARDENED, attachments));
    }

    private static BoxSpec spec(Isolation isolation, Attachment... attachments) {
        BoxSpec plain = plain();
        return new BoxSpec(
                plain.base(),
                plain.config(),
                plain.environment(),
                plain.tags(),
                plain.port(),
                plain.grace(),
                isolation,
                new Attachments(Arrays.asList(attachments)));
    }

    private static Box with(Box box, Attachment... attachments) {
        return box.withSpec(
                box.spec().withVolumes(new Attachments(Arrays.asList(attachments))), NOW);
    }
}
