package zomg.it.harness;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import zomg.it.Instance;

/** All that an instance leaves on the machine, compared with what its records say there is. */
final class Traces {

    /** The groups of what supervises commands; they are there without any, too. */
    private static final Set<String> SUPERVISORS = Set.of("sessions", "background");

    private static final String UID = "[a-z2-7]{12}";
    private static final Duration SETTLED = Duration.ofSeconds(10);
    private static final long PAUSE_NANOS = 200_000_000;
    private static final Pattern EVERY_BOX_HAS =
            Pattern.compile("volumes/(?:box-(?:all|bin)|" + UID + "-(?:home|proj))");

    private static final Pattern BOX_ROOT = Pattern.compile("/roots/(" + UID + ")$");

    /**
     * What the records say.
     *
     * @param boxes ids of all that have a root
     * @param running ids of those that have processes, links and the like besides
     * @param snapshots ids of all that keep something
     * @param volumes ids of data volumes that no box owns
     * @param volumeSnapshots ids of all snapshots of those
     */
    record Expected(
            Set<String> bases,
            Set<String> boxes,
            Set<String> running,
            Set<String> snapshots,
            Set<String> volumes,
            Set<String> volumeSnapshots) {}

    private final Instance instance;
    private final List<String> findings = new ArrayList<>();

    private Traces(Instance instance) {
        this.instance = instance;
    }

    /**
     * One line for each thing that is too many or missing. What a process leaves that just ended
     * goes in a moment; what does not is an orphan.
     */
    static List<String> differences(Instance instance, Expected expected) throws IOException {
        long deadline = System.nanoTime() + SETTLED.toNanos();
        List<String> differences = look(instance, expected);
        while (!differences.isEmpty() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(PAUSE_NANOS);
            differences = look(instance, expected);
        }
        return differences;
    }

    private static List<String> look(Instance instance, Expected expected) throws IOException {
        Traces traces = new Traces(instance);
        traces.compareSubvolumes(expected);
        Set<String> running = expected.running();
        traces.compare("folder in etc", running, traces.names(instance.pool().resolve("etc")));
        traces.compare("run folder", running, traces.names(instance.run().resolve("boxes")));
        traces.compareGroups(running);
        traces.compare("link", running, traces.links());
        traces.compareMounts();
        traces.compareLoopDevices();
        traces.compareProcesses(running);
        return traces.findings;
    }

    private void compare(String what, Set<String> expected, Set<String> found) {
        found.stream()
                .filter(one -> !expected.contains(one))
                .forEach(one -> findings.add("orphan: %s %s".formatted(what, one)));
        expected.stream()
                .filter(one -> !found.contains(one))
                .forEach(one -> findings.add("missing: %s %s".formatted(what, one)));
    }

    private void compareSubvolumes(Expected expected) {
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
                        .map(Traces::withoutNested)
                        .collect(Collectors.toCollection(TreeSet::new));
        compare("subvolume", wanted, found);
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

    private Set<String> names(Path directory) throws IOException {
        Set<String> names = new TreeSet<>();
        if (Files.isDirectory(directory)) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
                entries.forEach(entry -> names.add(entry.getFileName().toString()));
            }
        }
        return names;
    }

    private void compareGroups(Set<String> running) throws IOException {
        for (Path parent : groupParents()) {
            Set<String> found =
                    names(parent).stream()
                            .filter(name -> Files.isDirectory(parent.resolve(name)))
                            .filter(name -> !SUPERVISORS.contains(name))
                            .collect(Collectors.toCollection(TreeSet::new));
            compare("group in " + parent, running, found);
        }
    }

    /** One for each controller of version 1. */
    private List<Path> groupParents() {
        return instance.host(
                        "find",
                        "/sys/fs/cgroup",
                        "-maxdepth",
                        "3",
                        "-name",
                        "zomg-" + instance.mark())
                .ok()
                .lines()
                .map(Path::of)
                .toList();
    }

    private Set<String> links() throws IOException {
        Set<String> links = new TreeSet<>();
        try (DirectoryStream<Path> all =
                Files.newDirectoryStream(Path.of("/sys/class/net"), "z" + "?".repeat(12))) {
            for (Path link : all) {
                if (readOrEmpty(link.resolve("ifalias"))
                        .strip()
                        .equals("zomg " + instance.mark())) {
                    links.add(link.getFileName().toString().substring(1));
                }
            }
        }
        return links;
    }

    /** The records may have a file system of their own. */
    private void compareMounts() throws IOException {
        Set<String> found =
                Files.readString(Path.of("/proc/self/mountinfo"))
                        .lines()
                        .map(line -> line.split(" ", -1)[4])
                        .filter(point -> point.startsWith(instance.directory().toString()))
                        .collect(Collectors.toCollection(TreeSet::new));
        found.remove(instance.state().resolve("db").toString());
        compare("mount", Set.of(instance.pool().toString()), found);
    }

    private void compareLoopDevices() throws IOException {
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

    /**
     * A process belongs to a box by its root or by its group; a runner belongs to a request, or
     * supervises a command whose client may come back.
     */
    private void compareProcesses(Set<String> running) throws IOException {
        Pattern group = Pattern.compile("/zomg-" + instance.mark() + "/(" + UID + ")");
        Path runner = instance.installation().resolve("bin/zomg-runner");
        String device = deviceOfPool();
        Set<String> alive = new TreeSet<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : all) {
                Set<String> owners = new TreeSet<>();
                String groups = readOrEmpty(process.resolve("cgroup"));
                Matcher member = group.matcher(groups);
                while (member.find()) {
                    owners.add(member.group(1));
                }
                rootOf(process, device, owners);
                alive.addAll(owners);
                boolean supervises =
                        SUPERVISORS.stream()
                                .map(name -> "/zomg-%s/%s".formatted(instance.mark(), name))
                                .anyMatch(groups::contains);
                if (owners.isEmpty() && !supervises && isProgram(process, runner)) {
                    findings.add("orphan: process %s of the runner".formatted(process));
                }
            }
        }
        compare("processes of box", running, alive);
    }

    private String deviceOfPool() throws IOException {
        return Files.readString(Path.of("/proc/self/mountinfo"))
                .lines()
                .map(line -> line.split(" ", -1))
                .filter(fields -> fields[4].equals(instance.pool().toString()))
                .map(fields -> fields[2])
                .findFirst()
                .orElse("none");
    }

    private static void rootOf(Path process, String device, Set<String> owners) {
        for (String line : readOrEmpty(process.resolve("mountinfo")).split("\n", -1)) {
            String[] fields = line.split(" ", -1);
            if (fields.length > 4 && fields[4].equals("/") && fields[2].equals(device)) {
                Matcher root = BOX_ROOT.matcher(fields[3]);
                if (root.find()) {
                    owners.add(root.group(1));
                }
            }
        }
    }

    private static boolean isProgram(Path process, Path program) {
        try {
            return Files.readSymbolicLink(process.resolve("exe")).equals(program);
        } catch (IOException gone) {
            return false;
        }
    }

    private static String readOrEmpty(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException gone) {
            return "";
        }
    }
}
