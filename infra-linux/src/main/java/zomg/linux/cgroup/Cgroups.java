package zomg.linux.cgroup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import zomg.error.Refusal;
import zomg.linux.mount.MountTable;

/**
 * One group for each box, all below one directory of this instance. Where the memory controller is
 * mounted as version 1 (hybrid machines too) version 1 is used, else version 2.
 */
public final class Cgroups {

    /** Where one controller, or in version 2 all of them, is mounted. */
    private record Hierarchy(Path mount, Set<String> controllers) {}

    private static final List<String> CONTROLLERS = List.of("memory", "cpu", "pids", "freezer");
    private static final String FROZEN = "FROZEN";
    private static final int DEFAULT_SHARES = 1024;
    private static final String NO_LIMIT_V1 = "-1";
    private static final String NO_LIMIT_V2 = "max";

    /** Version 1 answers "no limit" with the largest number of whole pages. */
    private static final long LEAST_UNLIMITED = 1L << 60;

    private final int version;
    private final String parent;
    private final List<Hierarchy> hierarchies;

    private Cgroups(int version, String parent, List<Hierarchy> hierarchies) {
        this.version = version;
        this.parent = parent;
        this.hierarchies = List.copyOf(hierarchies);
    }

    /**
     * @param parent the directory of this instance in each hierarchy
     * @throws IllegalStateException if no memory controller is mounted
     */
    public static Cgroups of(MountTable mounts, String parent) {
        List<Hierarchy> first =
                mounts.mounts().stream()
                        .filter(mount -> mount.type().equals("cgroup"))
                        .map(mount -> new Hierarchy(mount.point(), controllersOf(mount)))
                        .filter(hierarchy -> !hierarchy.controllers().isEmpty())
                        .sorted(Comparator.comparing(Cgroups::isWithoutMemory))
                        .toList();
        if (first.stream().anyMatch(hierarchy -> hierarchy.controllers().contains("memory"))) {
            return new Cgroups(1, parent, first);
        }
        return mounts.mounts().stream()
                .filter(mount -> mount.type().equals("cgroup2"))
                .findFirst()
                .map(
                        mount ->
                                new Cgroups(
                                        2,
                                        parent,
                                        List.of(
                                                new Hierarchy(
                                                        mount.point(), Set.copyOf(CONTROLLERS)))))
                .orElseThrow(
                        () -> new IllegalStateException("no cgroup memory controller is mounted"));
    }

    /** Memory comes first: it is the one limit that can be refused, and then none is changed. */
    private static boolean isWithoutMemory(Hierarchy hierarchy) {
        return !hierarchy.controllers().contains("memory");
    }

    private static Set<String> controllersOf(MountTable.Mount mount) {
        Set<String> controllers = new HashSet<>(mount.options());
        controllers.retainAll(CONTROLLERS);
        return controllers;
    }

    public int version() {
        return version;
    }

    /** Makes this instance's own directory; the groups in it may use the controllers. */
    public void createParent() {
        try {
            for (Hierarchy hierarchy : hierarchies) {
                Path above = hierarchy.mount().resolve(parent);
                Files.createDirectories(above);
                if (version == 2) {
                    delegate(hierarchy.mount());
                    delegate(above);
                }
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /**
     * Makes the group's directories; the box sees them read-only, and every user of it may look.
     */
    public void create(String name) {
        try {
            for (Path directory : directories(name)) {
                Files.createDirectories(directory);
                Files.setPosixFilePermissions(
                        directory, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void delegate(Path group) throws IOException {
        String available = Files.readString(group.resolve("cgroup.controllers"));
        for (String controller : CONTROLLERS) {
            if (List.of(available.strip().split(" ", -1)).contains(controller)) {
                Files.writeString(group.resolve("cgroup.subtree_control"), "+" + controller);
            }
        }
    }

    /** The group's directory in each hierarchy. */
    public List<Path> directories(String name) {
        return hierarchies.stream().map(hierarchy -> directory(hierarchy, name)).toList();
    }

    private Path directory(Hierarchy hierarchy, String name) {
        return hierarchy.mount().resolve(parent).resolve(name);
    }

    /**
     * @throws Refusal MEMORY_IN_USE if the processes keep more than the new limit; nothing is
     *     changed then
     */
    public void limit(String name, Limits limits) {
        for (Hierarchy hierarchy : hierarchies) {
            Path group = directory(hierarchy, name);
            if (version == 2) {
                MemoryUse.refuseBelow(group, limits.memoryBytes());
                limitSwap(group, limits.memoryBytes().isPresent());
            }
            try {
                raiseMemoryAndSwap(group, limits);
                wanted(hierarchy, limits)
                        .forEach((file, value) -> write(group.resolve(file), value));
            } catch (UncheckedIOException failure) {
                throw MemoryUse.reason(group, limits.memoryBytes(), failure);
            }
        }
    }

    /**
     * Container runtimes limit memory and swap together to what memory alone was limited to first,
     * and the latter cannot grow above the former. There is no such file in version 2.
     */
    private static void raiseMemoryAndSwap(Path group, Limits limits) {
        Path both = group.resolve("memory.memsw.limit_in_bytes");
        if (Files.exists(both)) {
            long now = Long.parseLong(read(both));
            boolean isLess = limits.memoryBytes().orElse(Long.MAX_VALUE) > now;
            if (now < LEAST_UNLIMITED && isLess) {
                write(both, memory(limits, NO_LIMIT_V1));
            }
        }
    }

    /** What is above the limit must not go to swap instead: a limit is one of memory in all. */
    private static void limitSwap(Path group, boolean limited) {
        Path swap = group.resolve("memory.swap.max");
        if (Files.exists(swap)) {
            write(swap, limited ? "0" : NO_LIMIT_V2);
        }
    }

    /** Whether the group's limits are these; not if it is not there. */
    public boolean obeys(String name, Limits limits) {
        return hierarchies.stream()
                .allMatch(
                        hierarchy ->
                                wanted(hierarchy, limits).entrySet().stream()
                                        .allMatch(
                                                limit ->
                                                        says(
                                                                directory(hierarchy, name)
                                                                        .resolve(limit.getKey()),
                                                                limit.getValue())));
    }

    private static boolean says(Path file, String wanted) {
        try {
            String value = Files.readString(file).strip();
            return wanted.equals(NO_LIMIT_V1)
                    ? Long.parseLong(value) >= LEAST_UNLIMITED
                    : value.equals(wanted);
        } catch (IOException gone) {
            return false;
        }
    }

    /** What the files of this hierarchy's groups shall say. */
    private Map<String, String> wanted(Hierarchy hierarchy, Limits limits) {
        return version == 2 ? wantedVersion2(limits) : wantedVersion1(hierarchy, limits);
    }

    private static Map<String, String> wantedVersion1(Hierarchy hierarchy, Limits limits) {
        Map<String, String> wanted = new LinkedHashMap<>();
        if (hierarchy.controllers().contains("memory")) {
            wanted.put("memory.limit_in_bytes", memory(limits, NO_LIMIT_V1));
        }
        if (hierarchy.controllers().contains("cpu")) {
            wanted.put("cpu.shares", Integer.toString(shares(limits)));
        }
        if (hierarchy.controllers().contains("pids")) {
            wanted.put("pids.max", Integer.toString(limits.processes()));
        }
        return wanted;
    }

    /** The kernel's documented mapping of shares 2..262144 onto weights 1..10000. */
    private static Map<String, String> wantedVersion2(Limits limits) {
        return Map.of(
                "memory.max",
                memory(limits, NO_LIMIT_V2),
                "cpu.weight",
                Long.toString(1 + (shares(limits) - 2) * 9999L / 262_142),
                "pids.max",
                Integer.toString(limits.processes()));
    }

    private static String memory(Limits limits, String unlimited) {
        return limits.memoryBytes().isPresent()
                ? Long.toString(limits.memoryBytes().getAsLong())
                : unlimited;
    }

    private static int shares(Limits limits) {
        long shares = limits.cpuThousandths().orElse(1000) * (long) DEFAULT_SHARES / 1000;
        return Math.clamp(shares, 2, 262_144);
    }

    /** Every process in the group, in groups below it too. */
    public Set<Integer> processes(String name) {
        Set<Integer> processes = new HashSet<>();
        Path group = directory(hierarchies.getFirst(), name);
        try {
            if (!hasGroupsBelow(group)) {
                processes.addAll(processesIn(group));
                return processes;
            }
            try (Stream<Path> below = Files.walk(group)) {
                below.filter(Files::isDirectory)
                        .forEach(directory -> processes.addAll(processesIn(directory)));
            }
        } catch (IOException | UncheckedIOException goneMeanwhile) {
            return processes;
        }
        return processes;
    }

    /** Each has a link to the one above it; most have none, and to walk them takes long. */
    private static boolean hasGroupsBelow(Path group) throws IOException {
        return (int) Files.getAttribute(group, "unix:nlink") > 2;
    }

    /**
     * Kills every process of the group in one step, so that none can fork its way out; see
     * cgroup.kill in the kernel's cgroup-v2.rst.
     *
     * @return whether that can be done here: version 2 and Linux 5.14
     */
    public boolean kill(String name) {
        Path kill = directory(hierarchies.getFirst(), name).resolve("cgroup.kill");
        if (version == 1 || !Files.exists(kill)) {
            return false;
        }
        write(kill, "1");
        return true;
    }

    /** Tells all processes of the group, and of groups below it, to stand still, or to go on. */
    public void freeze(String name, boolean still) {
        if (version == 2) {
            write(freezer(name).resolve("cgroup.freeze"), still ? "1" : "0");
        } else {
            write(freezer(name).resolve("freezer.state"), still ? FROZEN : "THAWED");
        }
    }

    /** Whether all stand still; one that is not there does. */
    public boolean isFrozen(String name) {
        return version == 2
                ? contains(freezer(name).resolve("cgroup.events"), "frozen 1", true)
                : contains(freezer(name).resolve("freezer.state"), FROZEN, true);
    }

    /** Whether they were told to stand still, whether or not they do already. */
    public boolean isToldToFreeze(String name) {
        return version == 2
                ? contains(freezer(name).resolve("cgroup.freeze"), "1", false)
                : contains(freezer(name).resolve("freezer.self_freezing"), "1", false);
    }

    private Path freezer(String name) {
        return hierarchies.stream()
                .filter(hierarchy -> hierarchy.controllers().contains("freezer"))
                .findFirst()
                .map(hierarchy -> directory(hierarchy, name))
                .orElseThrow(() -> new IllegalStateException("no cgroup freezer is mounted"));
    }

    private static boolean contains(Path file, String line, boolean gone) {
        try {
            return Files.readAllLines(file).contains(line);
        } catch (NoSuchFileException none) {
            return gone;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static List<Integer> processesIn(Path group) {
        try {
            return Files.readAllLines(group.resolve("cgroup.procs")).stream()
                    .map(Integer::valueOf)
                    .filter(pid -> pid > 0)
                    .toList();
        } catch (IOException gone) {
            return List.of();
        }
    }

    /**
     * Removes the group and those below it, in every hierarchy.
     *
     * @return whether it is gone; not while processes are in it
     */
    public boolean remove(String name) {
        boolean gone = true;
        for (Hierarchy hierarchy : hierarchies) {
            gone &= removeTree(directory(hierarchy, name));
        }
        return gone;
    }

    private static boolean removeTree(Path group) {
        if (group.toFile().delete() || !Files.isDirectory(group)) {
            return true;
        }
        List<Path> below = new ArrayList<>();
        try (Stream<Path> tree = Files.walk(group)) {
            tree.filter(Files::isDirectory).forEach(below::add);
        } catch (IOException | UncheckedIOException changedMeanwhile) {
            return false;
        }
        boolean gone = true;
        for (Path directory : below.reversed()) {
            gone &= directory.toFile().delete() || !Files.exists(directory);
        }
        return gone;
    }

    /** Whether this instance's own directory is in every hierarchy. */
    public boolean hasParent() {
        return hierarchies.stream()
                .allMatch(hierarchy -> Files.isDirectory(hierarchy.mount().resolve(parent)));
    }

    /** The names of all groups of this instance. */
    public Set<String> list() {
        Set<String> names = new HashSet<>();
        for (Hierarchy hierarchy : hierarchies) {
            Path above = hierarchy.mount().resolve(parent);
            if (Files.isDirectory(above)) {
                try (Stream<Path> groups = Files.list(above)) {
                    groups.filter(Files::isDirectory)
                            .forEach(group -> names.add(group.getFileName().toString()));
                } catch (IOException failure) {
                    throw new UncheckedIOException(failure);
                }
            }
        }
        return names;
    }

    /** Removes this instance's own directory, once no group is left in it. */
    public void removeParent() {
        for (Hierarchy hierarchy : hierarchies) {
            removeTree(hierarchy.mount().resolve(parent));
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void write(Path file, String value) {
        try {
            Files.writeString(file, value);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
