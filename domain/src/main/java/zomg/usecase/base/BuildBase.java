package zomg.usecase.base;

import java.io.OutputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.model.base.Base;
import zomg.model.base.BaseReference;
import zomg.model.base.Recipe;
import zomg.model.base.ScriptDigest;
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
import zomg.usecase.operation.Steps;

/**
 * Builds a base: a bare distribution or a copy of another base, then the recipe's script in a box
 * of it, then a read-only snapshot of that box's root. Neither has a record. They have one uid, and
 * the root is made last and removed first: a root that no record names is what a crash left of a
 * build if the bare base is there too, and somebody's box if not.
 */
public final class BuildBase {

    /** Cleared away at the end, last one first; what fails then does not hide why we got there. */
    private interface Scrap extends AutoCloseable {
        @Override
        void close();
    }

    private static final Duration SCRIPT_TIMEOUT = Duration.ofHours(1);
    private static final int BUILD_SLOT = 1;
    private static final String BUILDER = "zomg";

    private final Bases bases;
    private final BaseStore store;
    private final RootStore roots;
    private final BoxEngine engine;
    private final BoxProcesses processes;
    private final ProjectVolumes volumes;
    private final BuildsUnderWay underWay;
    private final RecordBase recordBase;
    private final IdSource ids;
    private final InstantSource clock;

    /** There is one slot for the boxes of builds. */
    private final Lock turn = new ReentrantLock(true);

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
        this.recordBase = new RecordBase(bases, store);
        this.ids = ids;
        this.clock = clock;
    }

    /** Whether this very version is there already. */
    public boolean isBuilt(Recipe recipe) {
        return bases.find(new BaseReference(recipe.alias(), Optional.of(recipe.version())))
                .isPresent();
    }

    /**
     * On a bare distribution.
     *
     * @param log what the bootstrap and the script print
     * @throws Refusal ENGINE_UNAVAILABLE if the distribution cannot be fetched, BUILD_FAILED if the
     *     script fails
     */
    public Base build(Recipe recipe, OutputStream log) {
        return build(recipe, Optional.empty(), BUILDER, log);
    }

    /**
     * On another base. One that was built before, by the same script on the same version of the
     * parent, is as good. What the script prints is told as the step that is being done.
     *
     * @param builder who wants it
     * @throws Refusal BASE_NOT_FOUND if there is no such parent, BUILD_FAILED if the script fails
     */
    public Base build(Recipe recipe, BaseReference parent, String builder) {
        Base ground =
                bases.find(parent)
                        .orElseThrow(
                                () ->
                                        new Refusal(
                                                ErrorCode.BASE_NOT_FOUND,
                                                "there is no base " + parent));
        return built(recipe, ground)
                .orElseGet(() -> build(recipe, Optional.of(ground), builder, new LogSteps()));
    }

    private Optional<Base> built(Recipe recipe, Base parent) {
        return bases.find(new BaseReference(recipe.alias(), Optional.of(recipe.version())))
                .filter(base -> base.parent().equals(Optional.of(Base.Parent.of(parent))));
    }

    private Base build(Recipe recipe, Optional<Base> parent, String builder, OutputStream log) {
        Steps.next(0, "waiting until no other base is built");
        turn.lock();
        try {
            Optional<Base> meanwhile = parent.flatMap(ground -> built(recipe, ground));
            return meanwhile.orElseGet(() -> buildNow(recipe, parent, builder, log));
        } finally {
            turn.unlock();
        }
    }

    private Base buildNow(Recipe recipe, Optional<Base> parent, String builder, OutputStream log) {
        Uid build = ids.next();
        Uid sealed = ids.next();
        try (BuildsUnderWay.Mark _ = underWay.mark(build, sealed);
                Scrap _ = () -> removeDisks(build);
                Scrap _ = () -> engine.remove(build)) {
            String origin = lay(build, parent);
            runScript(build, recipe, log);
            Steps.next(95, "keeping what was built");
            OptionalLong bytes = store.seal(sealed, build);
            Base base =
                    new Base(
                            sealed,
                            recipe.alias(),
                            recipe.version(),
                            builder,
                            origin,
                            parent.map(Base.Parent::of),
                            Optional.of(new ScriptDigest(recipe.version())),
                            bytes,
                            clock.instant());
            recordBase.record(base);
            return base;
        }
    }

    /** Makes the bare base, under the uid of the build. */
    private String lay(Uid build, Optional<Base> parent) {
        if (parent.isEmpty()) {
            return store.bootstrap(build);
        }
        Steps.next(1, "copying base " + parent.get().reference());
        store.copy(build, parent.get().uid());
        return parent.get().origin();
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
                    ErrorCode.BUILD_FAILED,
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
