package zomg.usecase.base;

import java.io.OutputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.model.base.Base;
import zomg.model.base.BaseReference;
import zomg.model.base.Making;
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
import zomg.port.BuildLogs;
import zomg.port.EngineReadiness;
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

    /**
     * What all scripts have in common.
     *
     * @param limit of the time that one may take
     * @param variables that they are told besides those of every box
     * @param isolation of the boxes that they run in
     */
    public record Terms(Duration limit, Environment variables, Isolation isolation) {}

    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final int BUILD_SLOT = 1;
    private static final String BUILDER = "zomg";

    private final Bases bases;
    private final BaseStore store;
    private final RootStore roots;
    private final BoxEngine engine;
    private final EngineReadiness readiness;
    private final BoxProcesses processes;
    private final ProjectVolumes volumes;
    private final BuildLogs logs;
    private final BuildsUnderWay underWay;
    private final Terms terms;
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
            EngineReadiness readiness,
            BoxProcesses processes,
            ProjectVolumes volumes,
            BuildLogs logs,
            BuildsUnderWay underWay,
            Terms terms,
            IdSource ids,
            InstantSource clock) {
        this.bases = bases;
        this.store = store;
        this.roots = roots;
        this.engine = engine;
        this.readiness = readiness;
        this.processes = processes;
        this.volumes = volumes;
        this.logs = logs;
        this.underWay = underWay;
        this.terms = terms;
        this.recordBase = new RecordBase(bases, store);
        this.ids = ids;
        this.clock = clock;
    }

    /** Whether this very version is there already. */
    public boolean isBuilt(Recipe recipe) {
        return bases.find(recipe.reference()).isPresent();
    }

    /**
     * On a bare distribution.
     *
     * @param progress gets what the script prints
     * @throws Refusal ENGINE_UNAVAILABLE if the distribution cannot be fetched, BUILD_FAILED if the
     *     script fails
     */
    public Base build(Recipe recipe, OutputStream progress) {
        return build(new Plan(ids.next(), recipe, Optional.empty(), BUILDER), progress);
    }

    /**
     * On another base. One that was built before, by the same script on the same version of the
     * parent, is as good. What the script prints is told as the step that is being done.
     *
     * @param build names its log
     * @param builder who wants it
     * @throws Refusal BASE_NOT_FOUND if there is no such parent, BUILD_FAILED if the script fails
     */
    public Base build(Uid build, Recipe recipe, BaseReference parent, String builder) {
        Base ground =
                bases.find(parent)
                        .orElseThrow(
                                () ->
                                        new Refusal(
                                                ErrorCode.BASE_NOT_FOUND,
                                                "there is no base " + parent));
        Plan plan = new Plan(build, recipe, Optional.of(ground), builder);
        return built(plan).orElseGet(() -> build(plan, new Lines(new LogSteps())));
    }

    /**
     * Makes the builds that run end soon: they fail, and undo what they did.
     *
     * @return whether all have ended within {@code patience}
     */
    public boolean end(Duration patience) {
        long left = patience.toNanos();
        while (!underWay.uids().isEmpty() && left > 0) {
            long seen = underWay.news();
            underWay.uids().stream()
                    .filter(engine::isRunning)
                    .forEach(build -> engine.stop(build, Duration.ZERO));
            // One that is only about to start its box says nothing more.
            long slice = Math.min(left, LOOK.toNanos());
            left -= slice - underWay.await(seen, slice);
        }
        return underWay.uids().isEmpty();
    }

    /** What is to be built, and on what; on a bare distribution if there is no parent. */
    private record Plan(Uid build, Recipe recipe, Optional<Base> parent, String builder) {

        Optional<Base.Parent> ground() {
            return parent.map(Base.Parent::of);
        }
    }

    private Optional<Base> built(Plan plan) {
        return plan.parent().isEmpty()
                ? Optional.empty()
                : bases.find(plan.recipe().reference())
                        .filter(base -> base.parent().equals(plan.ground()));
    }

    private Base build(Plan plan, OutputStream progress) {
        readiness.require();
        Uid sealed = ids.next();
        try (BuildsUnderWay.Mark _ = underWay.mark(plan.build(), sealed)) {
            logs.begin(plan.build(), plan.recipe().reference(), clock.instant());
            KeptLog log = new KeptLog(logs, plan.build(), underWay, progress);
            try {
                Base base = inItsTurn(plan, sealed, log);
                log.say("zomg: %s is built".formatted(base.reference()));
                return base;
            } catch (RuntimeException failure) {
                sayWhy(failure, log);
                throw failure;
            }
        }
    }

    private Base inItsTurn(Plan plan, Uid sealed, KeptLog log) {
        Steps.next(0, "waiting until no other base is built");
        Steps.interruptibly(this::takeTurn);
        try {
            return built(plan).orElseGet(() -> buildNow(plan, sealed, log));
        } finally {
            turn.unlock();
        }
    }

    private boolean takeTurn() {
        try {
            turn.lockInterruptibly();
            return true;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new Refusal(ErrorCode.NOT_READY, "the server is stopping", interrupted);
        }
    }

    /** For who reads the log; the answer says it, too. */
    private static void sayWhy(RuntimeException failure, KeptLog log) {
        try {
            log.say(
                    switch (failure) {
                        case Steps.Cancelled _ -> "zomg: the build was cancelled";
                        case Refusal refusal ->
                                "zomg: " + refusal.getMessage().lines().findFirst().orElse("");
                        default -> "zomg: something went wrong in the server; see its log";
                    });
        } catch (RuntimeException second) {
            failure.addSuppressed(second);
        }
    }

    private Base buildNow(Plan plan, Uid sealed, KeptLog log) {
        Uid build = plan.build();
        Recipe recipe = plan.recipe();
        try (Scrap _ = () -> removeDisks(build);
                Scrap _ = () -> engine.remove(build)) {
            String origin = lay(plan, log);
            List<String> missing = runScript(build, recipe, log);
            Steps.last(95, "keeping what was built");
            OptionalLong bytes = store.seal(sealed, build);
            Base base =
                    new Base(
                            sealed,
                            recipe.alias(),
                            recipe.version(),
                            plan.builder(),
                            origin,
                            plan.ground(),
                            Optional.of(new ScriptDigest(recipe.version())),
                            bytes,
                            clock.instant());
            recordBase.record(base, new Making(Optional.of(recipe.script()), missing));
            return base;
        }
    }

    /** Makes the bare base, under the uid of the build. */
    private String lay(Plan plan, KeptLog log) {
        if (plan.parent().isEmpty()) {
            log.say("zomg: fetching a bare distribution");
            String origin = Steps.interruptibly(() -> store.bootstrap(plan.build()));
            log.say("zomg: building %s on %s".formatted(plan.recipe().alias(), origin));
            return origin;
        }
        Base parent = plan.parent().get();
        log.say("zomg: building %s on %s".formatted(plan.recipe().alias(), parent.reference()));
        Steps.next(1, "copying base " + parent.reference());
        store.copy(plan.build(), parent.uid());
        return parent.origin();
    }

    private void removeDisks(Uid build) {
        roots.delete(build);
        volumes.delete(build);
        store.delete(build);
    }

    /**
     * @return what the script says it did without
     */
    private List<String> runScript(Uid build, Recipe recipe, KeptLog log) {
        Box box = buildBox(build, recipe);
        roots.create(build, build);
        engine.start(box, Project.fresh(build, box.ref().project(), clock.instant()));
        MissingParts missing = new MissingParts();
        LastLines output = new LastLines(log, new Lines(missing));
        ExecEnd end =
                Steps.endedBy(
                        () -> engine.stop(build, Duration.ZERO),
                        () -> processes.run(box, request(recipe), output, output));
        if (!end.equals(new ExecEnd.Exited(0))) {
            throw new Refusal(
                    ErrorCode.BUILD_FAILED,
                    "the script of base %s %s:%n%s"
                            .formatted(recipe.alias(), words(end), output.text()));
        }
        engine.stop(build, Duration.ZERO);
        return missing.parts();
    }

    private ExecRequest request(Recipe recipe) {
        return new ExecRequest(
                List.of("/bin/bash", "-ec", recipe.script()),
                false,
                Optional.empty(),
                terms.variables(),
                ExecRequest.ROOT,
                terms.limit());
    }

    private String words(ExecEnd end) {
        return switch (end) {
            case ExecEnd.Exited(int code) -> "failed with exit status " + code;
            case ExecEnd.Signalled(int signal) -> "was killed by signal " + signal;
            case ExecEnd.TimedOut() ->
                    "was not done after %d s (zomg.base-timeout)"
                            .formatted(terms.limit().toSeconds());
        };
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
                        terms.isolation(),
                        Attachments.NONE);
        BoxRef ref = new BoxRef(new ProjectName("zomg-build"), new BoxName("build"));
        return Box.intended(uid, ref, spec, Optional.empty(), clock.instant())
                .stored(BUILD_SLOT, 0);
    }
}
