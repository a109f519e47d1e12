package zomg.it.harness;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import zomg.it.Instance;

/** What is in an instance's pool, and what the pool itself is; the same for both engines. */
final class PoolTraces {

    static final String UID = "[a-z2-7]{12}";

    private static final Pattern EVERY_BOX_HAS =
            Pattern.compile("volumes/(?:box-(?:all|bin)|" + UID + "-(?:home|proj))");

    private final Instance instance;

    PoolTraces(Instance instance) {
        this.instance = instance;
    }

    /**
     * @param besides mount points that are there beside the pool's own
     */
    void look(Traces.Expected expected, Set<String> besides, Findings findings) throws IOException {
        compareSubvolumes(expected, findings);
        findings.compare(
                "folder in etc", expected.running(), names(instance.pool().resolve("etc")));
        compareMounts(besides, findings);
        compareLoopDevices(findings);
    }

    private void compareSubvolumes(Traces.Expected expected, Findings findings) {
        Set<String> wanted = new TreeSet<>();
        expected.bases().forEach(uid -> wanted.add("bases/" + uid));
        expected.boxes().forEach(uid -> wanted.add("roots/" + uid));
        expected.running().forEach(uid -> wanted.add("scratch/" + uid));
        expected.snapshots().forEach(uid -> wanted.add("checkpoints/" + uid));
        expected.volumes().forEach(uid -> wanted.add("volumes/" + uid));
        expected.volumeSnapshots().forEach(uid -> wanted.add("volume-checkpoints/" + uid));
        Set<String> found =
                instance.host("btrfs", "subvolume", "list", instance.pool().toString())
                        .ok()
                        .lines()
                        .map(line -> line.substring(line.indexOf(" path ") + " path ".length()))
                        .filter(path -> !EVERY_BOX_HAS.matcher(path).matches())
                        .filter(path -> !isReady(path, expected.bases()))
                        .map(PoolTraces::withoutNested)
                        .collect(Collectors.toCollection(TreeSet::new));
        findings.compare("subvolume", wanted, found);
    }

    /** Roots that lie ready are of a base that is there. */
    private static boolean isReady(String path, Set<String> bases) {
        return bases.stream().anyMatch(base -> path.startsWith("ready/" + base + "/"));
    }

    /** What a box made in its root goes with that root. */
    private static String withoutNested(String path) {
        int second = path.indexOf('/', path.indexOf('/') + 1);
        return second < 0 ? path : path.substring(0, second);
    }

    /** What is in a directory; nothing if it is not there. */
    static Set<String> names(Path directory) throws IOException {
        Set<String> names = new TreeSet<>();
        if (Files.isDirectory(directory)) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
                entries.forEach(entry -> names.add(entry.getFileName().toString()));
            }
        }
        return names;
    }

    /** The records may have a file system of their own. */
    private void compareMounts(Set<String> besides, Findings findings) throws IOException {
        Set<String> found =
                Files.readString(Path.of("/proc/self/mountinfo"))
                        .lines()
                        .map(line -> line.split(" ", -1)[4])
                        .filter(point -> point.startsWith(instance.directory().toString()))
                        .collect(Collectors.toCollection(TreeSet::new));
        found.remove(instance.state().resolve("db").toString());
        found.removeAll(besides);
        findings.compare("mount", Set.of(instance.pool().toString()), found);
    }

    private void compareLoopDevices(Findings findings) throws IOException {
        Path image = instance.state().resolve("pool.img");
        List<String> found = new ArrayList<>();
        try (DirectoryStream<Path> blocks =
                Files.newDirectoryStream(Path.of("/sys/block"), "loop*")) {
            for (Path block : blocks) {
                if (readOrEmpty(block.resolve("loop/backing_file"))
                        .strip()
                        .equals(image.toString())) {
                    found.add(block.getFileName().toString());
                }
            }
        }
        if (found.size() != 1) {
            findings.add("loop devices of the pool: " + found);
        }
    }

    /** Whoever it belongs to may be gone. */
    static String readOrEmpty(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException gone) {
            return "";
        }
    }
}
