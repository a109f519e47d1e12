package zomg.runner;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.linux.libc.Errno;
import zomg.linux.mount.MountTable;
import zomg.linux.pool.PoolDirectories;
import zomg.linux.pool.PoolFailures;
import zomg.linux.process.ProcessIdentity;
import zomg.model.box.Box;
import zomg.model.id.Uid;
import zomg.model.volume.Attachment;

/**
 * What of the pool's data volumes is mounted in a running box, as the kernel tells it of its first
 * process, and what should be. Where the box has them is not compared: links of its own may lead a
 * path elsewhere, and it can move a mount.
 */
public final class VolumeMounts {

    /** What the runner cannot do when the box has just ended. */
    private static final Set<String> GONE = Set.of("pidfd", "start_time", "identity");

    /** Fields of /proc/PID/mountinfo, see proc(5). */
    private static final int ROOT = 3;

    private static final int POINT = 4;
    private static final int OPTIONS = 5;

    /**
     * A mount in a box.
     *
     * @param point its path there, with the kernel's escapes
     */
    private record Seen(Uid volume, String point, boolean readOnly) {
        boolean is(Attachment wanted) {
            return volume.equals(wanted.volume()) && readOnly == wanted.mount().readOnly();
        }
    }

    /**
     * A box that runs.
     *
     * @param launcher where the runner is started
     * @param plan adds what leads it to the box
     * @param disks where the runner has the disk of a volume
     */
    public record Place(
            ProcessIdentity first,
            Launcher launcher,
            Consumer<RunnerPlan> plan,
            Function<Uid, Path> disks) {}

    private final PoolDirectories pool;
    private final DataVolumes volumes;
    private Optional<String> directory = Optional.empty();

    public VolumeMounts(PoolDirectories pool) {
        this.pool = pool;
        this.volumes = new DataVolumes(pool);
    }

    public boolean areApplied(ProcessIdentity first, Box box) {
        List<Seen> seen = seen(first);
        return seen.stream().allMatch(one -> isWanted(box, one)) && lacking(box, seen).isEmpty();
    }

    /**
     * @throws Refusal as {@link zomg.port.BoxMounts#apply}
     */
    public void apply(Place place, Box box) {
        List<Seen> seen = seen(place.first());
        List<Seen> extra = seen.stream().filter(one -> !isWanted(box, one)).toList().reversed();
        List<Attachment> lacking = lacking(box, seen);
        if (extra.isEmpty() && lacking.isEmpty()) {
            return;
        }
        RunnerPlan plan = new RunnerPlan().put("isolation", box.spec().isolation().wireName());
        place.plan().accept(plan);
        extra.forEach(one -> plan.put("unmount", bytes(one.point())));
        lacking.forEach(one -> volumes.bind(plan, one, place.disks().apply(one.volume())));
        try (RunnerCall call = RunnerCall.start(place.launcher(), "volumes", plan)) {
            if (RunnerStatus.parse(call.next().text()) instanceof RunnerStatus.Failed failed) {
                throw refusal(place.first(), failed);
            }
        }
    }

    private static boolean isWanted(Box box, Seen one) {
        return box.spec().volumes().all().stream().anyMatch(one::is);
    }

    private static List<Attachment> lacking(Box box, List<Seen> seen) {
        return box.spec().volumes().all().stream()
                .filter(wanted -> seen.stream().noneMatch(one -> one.is(wanted)))
                .toList();
    }

    private static RuntimeException refusal(ProcessIdentity first, RunnerStatus.Failed failed) {
        if (GONE.contains(failed.step()) && !first.isAlive()) {
            return new Refusal(ErrorCode.BOX_BUSY, "box has ended meanwhile; try again");
        }
        return switch (failed.step()) {
            case "unmount" ->
                    failed.errno() == Errno.EBUSY
                            ? new Refusal(
                                    ErrorCode.VOLUME_BUSY,
                                    "the volume is in use in the box: end what has files or its"
                                            + " working directory in it, and try again")
                            : new RunnerFailed("answered " + failed);
            case "mount_point" ->
                    PoolFailures.of(failed.errno())
                            .orElseGet(
                                    () ->
                                            new Refusal(
                                                    ErrorCode.MOUNT_FAILED,
                                                    "the volume cannot be mounted at "
                                                            + failed.text()));
            default -> new RunnerFailed("answered " + failed);
        };
    }

    private List<Seen> seen(ProcessIdentity first) {
        List<Seen> seen = new ArrayList<>();
        String prefix = directory() + "/";
        for (String line : lines(first)) {
            List<String> fields = Arrays.asList(line.split(" ", -1));
            String root = fields.get(ROOT);
            String name = root.startsWith(prefix) ? root.substring(prefix.length()) : "";
            if (Uid.isUid(name)) {
                List<String> options = Arrays.asList(fields.get(OPTIONS).split(",", -1));
                seen.add(new Seen(new Uid(name), fields.get(POINT), options.contains("ro")));
            }
        }
        return seen;
    }

    private static List<String> lines(ProcessIdentity first) {
        try {
            return Files.readAllLines(
                    Path.of("/proc", Integer.toString(first.pid()), "mountinfo"),
                    StandardCharsets.ISO_8859_1);
        } catch (IOException ended) {
            return List.of();
        }
    }

    /** Where all data volumes are, as a path in their file system. */
    private synchronized String directory() {
        if (directory.isEmpty()) {
            Path volumes = pool.volumes();
            MountTable.Mount mount = MountTable.read().holding(volumes).orElseThrow();
            Path below = mount.point().relativize(volumes);
            directory = Optional.of(Path.of(mount.root()).resolve(below).toString());
        }
        return directory.get();
    }

    /** The kernel writes some characters as a backslash and three octal digits. */
    private static byte[] bytes(String escaped) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int at = 0; at < escaped.length(); at++) {
            if (escaped.charAt(at) == '\\') {
                bytes.write(Integer.parseInt(escaped.substring(at + 1, at + 4), 8));
                at += 3;
            } else {
                bytes.write(escaped.charAt(at));
            }
        }
        return bytes.toByteArray();
    }
}
