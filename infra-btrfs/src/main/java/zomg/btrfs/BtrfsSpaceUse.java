package zomg.btrfs;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import zomg.linux.btrfs.ExtentWalk;
import zomg.linux.btrfs.LivingSubvolumes;
import zomg.linux.btrfs.LivingSubvolumes.Living;
import zomg.linux.btrfs.QuotaGroup;
import zomg.linux.btrfs.Quotas;
import zomg.linux.btrfs.Subvolumes;
import zomg.linux.libc.Libc;
import zomg.linux.pool.BoxQuotas;
import zomg.linux.pool.PoolDirectories;
import zomg.model.space.Disk;
import zomg.model.space.SpaceTaken;
import zomg.port.SpaceUse;

/** Reads from btrfs' trees who has which extents, and from its quotas for whom they count. */
public final class BtrfsSpaceUse implements SpaceUse {

    private final PoolDirectories pool;
    private final Subvolumes subvolumes;
    private final Quotas quotas;
    private final BoxQuotas ofBoxes;
    private final BoxQuotas ofVolumes;
    private final Libc libc;

    public BtrfsSpaceUse(PoolDirectories pool, Subvolumes subvolumes, Quotas quotas, Libc libc) {
        this.pool = pool;
        this.subvolumes = subvolumes;
        this.quotas = quotas;
        this.ofBoxes = new BoxQuotas(pool, quotas);
        this.ofVolumes = BoxQuotas.ofVolumes(pool, quotas);
        this.libc = libc;
    }

    @Override
    public OptionalLong counted(Disk disk) {
        return group(disk)
                .map(group -> quotas.used(pool.pool(), group))
                .orElseGet(OptionalLong::empty);
    }

    private Optional<QuotaGroup> group(Disk disk) {
        return switch (disk.kind()) {
            case BOX -> ofBoxes.find(disk.uid());
            case VOLUME -> ofVolumes.find(disk.uid());
            case SNAPSHOT, BASE, VOLUME_SNAPSHOT -> Optional.empty();
        };
    }

    @Override
    public Walk walk(Set<Disk> together) {
        Map<Long, Living> living = LivingSubvolumes.list(libc, pool.pool());
        DiskPlaces places = new DiskPlaces(pool, subvolumes, living);
        Set<Long> mine = new HashSet<>();
        Map<Long, Integer> holders = new HashMap<>();
        Map<Disk, Integer> numbers = new HashMap<>();
        List<Disk> disks = new ArrayList<>();
        for (Living one : living.values()) {
            Optional<Disk> disk = places.of(one);
            if (disk.filter(together::contains).isPresent()) {
                mine.add(one.id());
            } else {
                holders.put(
                        one.id(),
                        disk.map(known -> numbers.computeIfAbsent(known, _ -> add(disks, known)))
                                .orElse(ExtentWalk.REST));
            }
        }
        return new BtrfsWalk(
                new ExtentWalk(libc, pool.pool(), living, mine, charged(together, mine), holders),
                disks);
    }

    private static int add(List<Disk> disks, Disk disk) {
        disks.add(disk);
        return disks.size();
    }

    /** Also those that are deleted: what they wrote counts as long as somebody has it. */
    private Set<Long> charged(Set<Disk> together, Set<Long> mine) {
        Set<Long> charged = new HashSet<>(mine);
        together.forEach(
                disk ->
                        group(disk)
                                .ifPresent(
                                        group ->
                                                charged.addAll(
                                                        quotas.members(pool.pool(), group))));
        return charged;
    }

    private record BtrfsWalk(ExtentWalk walk, List<Disk> disks) implements Walk {

        @Override
        public boolean advance() {
            return walk.advance();
        }

        @Override
        public int percent() {
            return walk.percent();
        }

        @Override
        public SpaceTaken taken() {
            ExtentWalk.Outcome outcome = walk.outcome();
            Map<Disk, Long> held = new HashMap<>();
            outcome.held()
                    .forEach(
                            (number, bytes) -> {
                                if (number != ExtentWalk.REST) {
                                    held.put(disks.get(number - 1), bytes);
                                }
                            });
            return new SpaceTaken(
                    outcome.shared(),
                    outcome.exclusive(),
                    held,
                    outcome.held().getOrDefault(ExtentWalk.REST, 0L));
        }

        @Override
        public void close() {
            walk.close();
        }
    }
}
