package zomg.it.harness;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import zomg.it.Instance;

/** What boxes leave on the machine that they run on. */
final class LocalTraces extends Traces {

    /** The groups of what supervises commands; they are there without any, too. */
    private static final Set<String> SUPERVISORS = Set.of("sessions", "background");

    private static final Duration SETTLED = Duration.ofSeconds(10);
    private static final Pattern BOX_ROOT = Pattern.compile("/roots/(" + PoolTraces.UID + ")$");

    private final Instance instance;

    LocalTraces(Instance instance) {
        super(SETTLED);
        this.instance = instance;
    }

    @Override
    void look(Expected expected, Findings findings) throws IOException {
        new PoolTraces(instance).look(expected, Set.of(), findings);
        Set<String> running = expected.running();
        findings.compare("run folder", running, PoolTraces.names(instance.run().resolve("boxes")));
        compareGroups(running, findings);
        findings.compare("link", running, links());
        compareProcesses(running, findings);
    }

    @Override
    String runOf(String box) {
        return PoolTraces.readOrEmpty(instance.run().resolve("boxes").resolve(box).resolve("init"));
    }

    private void compareGroups(Set<String> running, Findings findings) throws IOException {
        for (Path parent : groupParents()) {
            Set<String> found =
                    PoolTraces.names(parent).stream()
                            .filter(name -> Files.isDirectory(parent.resolve(name)))
                            .filter(name -> !SUPERVISORS.contains(name))
                            .collect(Collectors.toCollection(TreeSet::new));
            findings.compare("group in " + parent, running, found);
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
                if (PoolTraces.readOrEmpty(link.resolve("ifalias"))
                        .strip()
                        .equals("zomg " + instance.mark())) {
                    links.add(link.getFileName().toString().substring(1));
                }
            }
        }
        return links;
    }

    /**
     * A process belongs to a box by its root or by its group; a runner belongs to a request, or
     * supervises a command whose client may come back.
     */
    private void compareProcesses(Set<String> running, Findings findings) throws IOException {
        Pattern group = Pattern.compile("/zomg-" + instance.mark() + "/(" + PoolTraces.UID + ")");
        Path runner = instance.installation().resolve("bin/zomg-runner");
        String device = deviceOfPool();
        Set<String> alive = new TreeSet<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : all) {
                Set<String> owners = new TreeSet<>();
                String groups = PoolTraces.readOrEmpty(process.resolve("cgroup"));
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
        findings.compare("processes of box", running, alive);
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
        for (String line : PoolTraces.readOrEmpty(process.resolve("mountinfo")).split("\n", -1)) {
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
}
