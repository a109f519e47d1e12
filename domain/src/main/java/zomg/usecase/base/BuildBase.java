package zomg.usecase.base;

import java.io.OutputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.model.base.Base;
import zomg.model.base.BaseReference;
import zomg.model.base.Recipe;
import zomg.model.box.Box;
import zomg.model.box.BoxConfig;
import zomg.model.box.BoxSpec;
import zomg.model.box.Environment;
import zomg.model.box.GracePeriod;
import zomg.model.box.Isolation;
import zomg.model.box.Tags;
import zomg.model.exec.ExecEnd;
import zomg.model.exec.ExecRequest;
import zomg.model.id.BoxName;
import zomg.model.id.BoxRef;
import zomg.model.id.ProjectName;
import zomg.model.id.Uid;
import zomg.model.project.Project;
import zomg.model.volume.Attachments;
import zomg.port.BaseStore;
import zomg.port.Bases;
import zomg.port.BoxEngine;
import zomg.port.BoxProcesses;
import zomg.port.IdSource;
import zomg.port.ProjectVolumes;
import zomg.port.RootStore;

/**
 * Builds a base: a bare distribution, then the recipe's script in a box of it, then a read-only
 * snapshot of that box's root. Neither has a record. They have one uid, and the root is made last
 * and removed first: a root that no record names is what a crash left of a build if the bare base
 * is there too, and somebody's box if not.
 */
public final class BuildBase {

    /** Cleared away at the end, last one first; what fails then does not hide why we got there. */
    private interface Scrap extends AutoCloseable {
        @Override
        void close();
    }

    private static final Duration SCRIPT_TIMEOUT = Duration.ofHours(1);
    private static final int BUILD_SLOT = 1;

    private final Bases bases;
    private final BaseStore store;
    private final RootStore roots;
    private final BoxEngine engine;
    private final BoxProcesses processes;
    private final ProjectVolumes volumes;
    private final BuildsUnderWay underWay;
    private final IdSource ids;
    private final InstantSource clock;

    public BuildBase(
            Bases bases,
            BaseStore store,
            RootStore roots,
            BoxEngine engine,
            BoxProcesses processes,
            ProjectVolumes volumes,
            BuildsUnderWay underWay,
            IdSource ids,
            InstantSource clock) {
        this.bases = bases;
        this.store = store;
        this.roots = roots;
        this.engine = engine;
        this.processes = processes;
        this.volumes = volumes;
        this.underWay = underWay;
        this.ids = ids;
        this.clock = clock;
    }

    /** Whether this very version is there already. */
    public boolean isBuilt(Recipe recipe) {
        return bases.find(new BaseReference(recipe.alias(), Optional.of(recipe.version())))
                .isPresent();
    }

    /**
     * @param log what the bootstrap and the script print
     * @throws Refusal ENGINE_UNAVAILABLE if the distribution cannot be fetched or the script fails
     */
    public Base build(Recipe recipe, OutputStream log) {
        Uid build = ids.next();
        Uid sealed = ids.next();
        try (BuildsUnderWay.Mark _ = underWay.mark(build, sealed);
                Scrap _ = () -> removeDisks(build);
                Scrap _ = () -> engine.remove(build)) {
            String origin = store.bootstrap(build);
            runScript(build, recipe, log);
            Base base =
                    new Base(
                            sealed,
                            recipe.alias(),
                            recipe.version(),
                            "zomg",
                            origin,
                            clock.instant());
            store.seal(base.uid(), build);
            bases.add(base);
            return base;
        }
    }

    private void removeDisks(Uid build) {
        roots.delete(build);
        volumes.delete(build);
        store.delete(build);
    }

    private void runScript(Uid build, Recipe recipe, OutputStream log) {
        Box box = buildBox(build, recipe);
        roots.create(build, build);
        engine.start(box, Project.fresh(build, box.ref().project(), clock.instant()));
        LastLines lastLines = new LastLines(log);
        ExecEnd end =
                processes.run(
                        box,
                        ExecRequest.of("/bin/bash", "-ec", recipe.script()).within(SCRIPT_TIMEOUT),
                        lastLines,
                        lastLines);
        if (!end.equals(new ExecEnd.Exited(0))) {
            throw new Refusal(
                    ErrorCode.ENGINE_UNAVAILABLE,
                    "the script of base %s failed (%s):%n%s"
                            .formatted(recipe.alias(), end, lastLines.text()));
        }
        engine.stop(build, Duration.ZERO);
    }

    private Box buildBox(Uid uid, Recipe recipe) {
        BoxSpec spec =
                new BoxSpec(
                        new BaseReference(recipe.alias(), Optional.empty()),
                        BoxConfig.UNLIMITED,
                        Environment.EMPTY,
                        Tags.NONE,
                        Optional.empty(),
                        GracePeriod.DEFAULT,
                        Isolation.HARDENED,
                        Attachments.NONE);
        BoxRef ref = new BoxRef(new ProjectName("zomg-build"), new BoxName("build"));
        return Box.intended(uid, ref, spec, Optional.empty(), clock.instant())
                .stored(BUILD_SLOT, 0);
    }
}
