package zomg.local;

import static org.assertj.core.api.Assertions.assertThat;
import static zomg.fixture.Refusals.assertRefused;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.fixture.BoxFixtures;
import zomg.fixture.Inside;
import zomg.linux.btrfs.QuotaGroup;
import zomg.model.box.Box;
import zomg.model.box.BoxConfig;
import zomg.model.box.BoxSpec;
import zomg.model.box.Cpus;
import zomg.model.box.Isolation;
import zomg.model.box.Memory;
import zomg.model.box.Sighting;
import zomg.model.space.Storage;

/** What a box whose disk or memory is limited can do, and what it cannot do to others. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LimitedBoxIT {

    private static final long GIBIBYTE = 1L << 30;
    private static final String FULL = "Disk quota exceeded";

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

    /** The tool uses SUBVOL_CREATE; the other call, by which it could escape, is filtered. */
    @Test
    void what_the_boxes_root_nests_and_its_tmp_count_with_its_disk() {
        Box limited = started(1);
        Inside inside = machine.inside(limited);

        inside.says("btrfs subvolume create /nested && btrfs subvolume create /nested/deep");
        inside.says("fallocate -l 400M /nested/deep/one && fallocate -l 400M /tmp/two");

        for (String place :
                new String[] {"/three", "/nested/three", "/nested/deep/three", "/tmp/3"}) {
            Inside.Result full = inside.run("fallocate -l 400M " + place);
            assertThat(full.output()).contains(FULL);
        }
        inside.denies("btrfs subvolume snapshot /nested/deep /copy");
        Inside other = machine.inside(machine.started(Isolation.HARDENED));
        other.says("fallocate -l 400M /three && rm /three");
    }

    @Test
    void a_full_box_still_deletes_stops_and_starts_and_takes_a_higher_limit() {
        Box limited = started(1);
        Inside inside = machine.inside(limited);
        inside.says("btrfs subvolume create /tmp/nested && touch /tmp/nested/x");
        inside.says("fallocate -l 900M /most");
        assertThat(inside.run("dd if=/dev/zero of=/rest bs=64k; sync").output()).contains(FULL);

        machine.engine.stop(limited.uid(), Duration.ofSeconds(1));
        machine.engine.remove(limited.uid());
        machine.engine.start(limited, machine.project);

        assertThat(inside.says("echo alive")).isEqualTo("alive");
        limit(limited, 2 * GIBIBYTE);
        inside.says("fallocate -l 100M /more && rm /more");
        limit(limited, GIBIBYTE);
        assertThat(inside.run("fallocate -l 100M /more").output()).contains(FULL);
        inside.says("rm /most /rest; sync");
        inside.says("dd if=/dev/zero of=/small bs=1M count=10 conv=fsync");
    }

    @Test
    void a_memory_limit_below_what_is_kept_is_refused_and_changes_nothing() {
        Box box = machine.started(Isolation.HARDENED);
        Inside inside = machine.inside(box);
        machine.engine.adjust(with(box, 500, 400));
        // A file in memory: the kernel cannot drop it.
        inside.says("dd if=/dev/zero of=/dev/shm/kept bs=1M count=100");

        Refusal refusal =
                assertRefused(
                        ErrorCode.MEMORY_IN_USE, () -> machine.engine.adjust(with(box, 2_000, 50)));

        assertThat(refusal).hasMessageContaining("50 MiB");
        assertThat(limits(inside)).isEqualTo(400L << 20);
        assertThat(inside.says("stat -c %s /dev/shm/kept")).isEqualTo("104857600");
        inside.says("rm /dev/shm/kept");
        machine.engine.adjust(with(box, 2_000, 50));
        assertThat(limits(inside)).isEqualTo(50L << 20);
    }

    private static long limits(Inside inside) {
        return Long.parseLong(
                inside.says(
                        "cat /sys/fs/cgroup/memory.max"
                                + " /sys/fs/cgroup/memory/memory.limit_in_bytes 2>/dev/null; true"));
    }

    private static Box with(Box box, int thousandths, int mebibytes) {
        BoxSpec spec = box.spec();
        return box.withSpec(
                new BoxSpec(
                        spec.base(),
                        new BoxConfig(
                                Optional.of(new Cpus(thousandths)),
                                Optional.of(new Memory(mebibytes)),
                                Optional.empty()),
                        spec.environment(),
                        spec.tags(),
                        spec.port(),
                        spec.grace(),
                        spec.isolation(),
                        spec.volumes()),
                Instant.now());
    }

    /** As of somebody who set it by hand, and as after a power cut. */
    @Test
    void a_limit_that_is_not_that_of_the_record_is_seen_and_put_right() {
        Box limited = started(1);
        limit(limited, 5 * GIBIBYTE);
        assertThat(sight(limited).lacks()).containsExactly(Sighting.LIMITS);

        machine.engine.adjust(limited);

        assertThat(sight(limited).lacks()).isEmpty();
        assertThat(machine.inside(limited).run("fallocate -l 1100M /much").output()).contains(FULL);
        machine.quotas.limit(QuotaGroup.of(limited.uid()), OptionalLong.empty());
        machine.engine.remove(limited.uid());
        machine.engine.start(limited, machine.project);
        assertThat(sight(limited).lacks()).isEmpty();
    }

    private Sighting sight(Box box) {
        return machine.engine.sight(box.uid(), box.spec().config()).orElseThrow();
    }

    private Box started(int gibibytes) {
        BoxSpec plain = BoxFixtures.plain();
        return machine.started(
                new BoxSpec(
                        plain.base(),
                        new BoxConfig(
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of(new Storage(gibibytes))),
                        plain.environment(),
                        plain.tags(),
                        plain.port(),
                        plain.grace(),
                        plain.isolation(),
                        plain.volumes()));
    }

    private void limit(Box box, long bytes) {
        machine.quotas.limit(QuotaGroup.of(box.uid()), OptionalLong.of(bytes));
    }
}
