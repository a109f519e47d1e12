package zomg.local;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.linux.cgroup.BoxTermination;
import zomg.linux.cgroup.Cgroups;
import zomg.linux.pool.OwnDirectories;
import zomg.model.id.Uid;

/**
 * Sessions of one kind: a directory in that of each box, and a control group for their supervisors,
 * beside those of the boxes, have its name.
 *
 * @param bounds of this kind
 * @param full what is said to one more than may be
 */
record SessionGroup(LocalConfig config, Cgroups cgroups, String name, Bounds bounds, String full) {

    private static final Duration END_PATIENCE = Duration.ofSeconds(15);

    /**
     * @param most at the same time
     * @param kept of those of a box that have ended
     */
    record Bounds(int most, int kept) {}

    SessionDirectory directory(Uid box, Uid id) {
        return new SessionDirectory(config.runDirectory(box).resolve(name).resolve(id.value()));
    }

    List<SessionDirectory> directories(Uid box) {
        return OwnDirectories.list(config.runDirectory(box).resolve(name)).stream()
                .filter(path -> Uid.isUid(path.getFileName().toString()))
                .map(SessionDirectory::new)
                .toList();
    }

    /**
     * @throws Refusal BUSY
     */
    void requireRoom() {
        if (cgroups.processes(name).size() >= bounds.most()) {
            throw new Refusal(ErrorCode.BUSY, full);
        }
    }

    /** Who runs a command each moment shall not fill the machine's memory with their ends. */
    void forgetMost(Uid box) {
        List<SessionDirectory> all = directories(box);
        if (all.size() > 2 * bounds.kept()) {
            all.stream()
                    .filter(one -> !one.isSupervised())
                    .filter(one -> one.endedAt().isPresent())
                    .sorted(Comparator.comparing(one -> one.endedAt().orElse(Instant.MAX)))
                    .limit(all.size() - bounds.kept())
                    .forEach(SessionDirectory::remove);
        }
    }

    void create() {
        cgroups.create(name);
    }

    boolean isThere() {
        return cgroups.directories(name).stream().allMatch(Files::isDirectory);
    }

    /** The boxes are down: what is still there waits in vain. */
    void release() {
        for (Path box : OwnDirectories.list(config.boxes())) {
            OwnDirectories.remove(box.resolve(name));
        }
        BoxTermination.await(() -> cgroups.processes(name).isEmpty(), END_PATIENCE);
        cgroups.remove(name);
    }
}
