package zomg.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import zomg.linux.cgroup.Cgroups;
import zomg.linux.cgroup.Limits;
import zomg.linux.pool.BoxDisk;
import zomg.linux.pool.OwnDirectories;
import zomg.linux.process.FirstProcesses;
import zomg.model.box.Sighting;
import zomg.model.box.Sighting.Life;
import zomg.model.id.Uid;

/** What there is of boxes on this machine, and only of this instance's. */
final class Traces {

    private final LocalConfig config;
    private final Cgroups cgroups;
    private final Links links;
    private final BoxDisk beside;
    private final FirstProcesses firstProcesses;
    private final String boot;

    Traces(
            LocalConfig config,
            Cgroups cgroups,
            Links links,
            BoxDisk beside,
            FirstProcesses firstProcesses) {
        this.config = config;
        this.cgroups = cgroups;
        this.links = links;
        this.beside = beside;
        this.firstProcesses = firstProcesses;
        this.boot = read(config.bootId());
    }

    /** Of this boot of the machine. */
    String boot() {
        return boot;
    }

    /** The live PID 1 of a box. */
    Optional<BoxInit> init(Uid box) {
        return BoxInit.read(config.runDirectory(box)).filter(this::lives);
    }

    private boolean lives(BoxInit init) {
        return init.boot().equals(boot) && init.isAlive();
    }

    Set<Uid> uids() {
        Set<Uid> uids = new HashSet<>();
        cgroups.list().stream().filter(Uid::isUid).forEach(name -> uids.add(new Uid(name)));
        OwnDirectories.list(config.boxes()).stream()
                .map(path -> path.getFileName().toString())
                .filter(Uid::isUid)
                .forEach(name -> uids.add(new Uid(name)));
        uids.addAll(beside.list());
        uids.addAll(links.boxes());
        return uids;
    }

    /**
     * What is seen to run is watched from then on, also what an older server started.
     *
     * @param disk whether its disk has the limit that it should have; asked of what runs
     */
    Optional<Sighting> sight(Uid box, Limits limits, BooleanSupplier disk) {
        Optional<BoxInit> init = BoxInit.read(config.runDirectory(box));
        boolean runs = init.filter(this::lives).isPresent();
        init.filter(_ -> runs).ifPresent(first -> firstProcesses.watch(box, first.process()));
        boolean link = links.has(box);
        boolean run = Files.isDirectory(config.runDirectory(box));
        List<Path> groups = cgroups.directories(box.value());
        long groupsThere = groups.stream().filter(Files::isDirectory).count();
        List<String> has = new ArrayList<>();
        add(has, runs || !cgroups.processes(box.value()).isEmpty(), "processes");
        add(has, link, "a link");
        add(has, groupsThere > 0, "a control group");
        add(has, run, "a run directory");
        add(has, beside.isBesideRoot(box), "files beside its root");
        if (has.isEmpty()) {
            return Optional.empty();
        }
        List<String> lacks = new ArrayList<>();
        add(lacks, runs && !link, "link");
        add(lacks, runs && groupsThere < groups.size(), "control group");
        add(
                lacks,
                runs
                        && (groupsThere == groups.size() && !cgroups.obeys(box.value(), limits)
                                || !disk.getAsBoolean()),
                Sighting.LIMITS);
        return Optional.of(new Sighting(box, life(init, runs, run), has, lacks));
    }

    /**
     * The run directory is made first and removed last, so what is on disk without one was cut off
     * from it: it went with the machine's memory.
     */
    private Life life(Optional<BoxInit> init, boolean runs, boolean run) {
        if (runs) {
            return Life.RUNS;
        }
        boolean otherBoot = init.filter(known -> !known.boot().equals(boot)).isPresent();
        return otherBoot || !run ? Life.BEFORE_BOOT : Life.ENDED;
    }

    private static void add(List<String> words, boolean really, String word) {
        if (really) {
            words.add(word);
        }
    }

    /** Empty for what is not there, or not any more. */
    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException gone) {
            return "";
        }
    }
}
