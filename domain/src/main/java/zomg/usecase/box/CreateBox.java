package zomg.usecase.box;

import java.time.InstantSource;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import zomg.error.ErrorCode;
import zomg.error.InvalidInput;
import zomg.error.Refusal;
import zomg.model.base.Base;
import zomg.model.base.BaseReference;
import zomg.model.box.Box;
import zomg.model.box.BoxConfig;
import zomg.model.box.BoxDefaults;
import zomg.model.box.BoxSpec;
import zomg.model.box.BoxStatus;
import zomg.model.box.Environment;
import zomg.model.box.GracePeriod;
import zomg.model.box.Isolation;
import zomg.model.box.Port;
import zomg.model.box.Tags;
import zomg.model.id.BoxName;
import zomg.model.id.BoxRef;
import zomg.model.id.Uid;
import zomg.model.project.Project;
import zomg.model.request.Begun;
import zomg.model.request.KeyedRequest;
import zomg.model.volume.Attachments;
import zomg.model.volume.DataMounts;
import zomg.port.Bases;
import zomg.port.BoxEngine;
import zomg.port.Boxes;
import zomg.port.EngineReadiness;
import zomg.port.IdSource;
import zomg.port.Projects;
import zomg.port.RootStore;
import zomg.port.SnapshotStore;
import zomg.usecase.operation.Steps;
import zomg.usecase.volume.BoxVolumes;

/** Makes a box, from a base or as a fork of another box, and starts it. */
public final class CreateBox {

    /** Where the root of a new box comes from. */
    public sealed interface Source {
        record FromBase(BaseReference base) implements Source {}

        /** Of a box in the same project. */
        record ForkOf(BoxName box) implements Source {}
    }

    /** What is asked for; what is empty is inherited from a fork's source, or has its default. */
    public record Request(
            BoxRef ref,
            Source source,
            BoxConfig config,
            Environment environment,
            Tags tags,
            Optional<Port> port,
            Optional<GracePeriod> grace,
            Optional<Isolation> isolation,
            DataMounts dataMounts) {

        /**
         * This, with the server's defaults for what is not asked for.
         *
         * @throws Refusal ISOLATION_UNSUPPORTED
         */
        public Request withDefaults(BoxDefaults defaults) {
            isolation.ifPresent(defaults.isolation()::require);
            return source instanceof Source.ForkOf
                    ? this
                    : new Request(
                            ref,
                            source,
                            defaults.config().overriddenBy(config),
                            environment,
                            tags,
                            port,
                            grace.or(() -> Optional.of(defaults.grace())),
                            isolation.or(() -> Optional.of(defaults.isolation().standard())),
                            dataMounts);
        }
    }

    /** What the new root is a snapshot of, and the record that goes with it. */
    private record Plan(
            Uid origin,
            boolean fork,
            BoxSpec spec,
            Optional<Box.Parent> parent,
            BoxVolumes.Copies copies) {}

    private final Boxes boxes;
    private final Projects projects;
    private final Bases bases;
    private final RootStore roots;
    private final SnapshotStore snapshotStore;
    private final OneInstant oneInstant;
    private final BoxEngine engine;
    private final EngineReadiness readiness;
    private final BoxVolumes volumes;
    private final BoxHosts hosts;
    private final BoxTurns turns;
    private final IdSource ids;
    private final InstantSource clock;

    public CreateBox(
            Boxes boxes,
            Projects projects,
            Bases bases,
            RootStore roots,
            SnapshotStore snapshotStore,
            OneInstant oneInstant,
            BoxEngine engine,
            EngineReadiness readiness,
            BoxVolumes volumes,
            BoxHosts hosts,
            BoxTurns turns,
            IdSource ids,
            InstantSource clock) {
        this.boxes = boxes;
        this.projects = projects;
        this.bases = bases;
        this.roots = roots;
        this.snapshotStore = snapshotStore;
        this.oneInstant = oneInstant;
        this.engine = engine;
        this.readiness = readiness;
        this.volumes = volumes;
        this.hosts = hosts;
        this.turns = turns;
        this.ids = ids;
        this.clock = clock;
    }

    /** Returns when the box runs; a create that fails leaves nothing. */
    public Box create(Request request) {
        return create(request, ids.next(), Optional.empty());
    }

    /**
     * As {@link #create(Request)}, under a uid that the caller chose and nobody had before.
     *
     * @param earlier an attempt at the same whose answer nobody knows: the box that it made is
     *     answered, one that it only began is made anew
     * @throws Refusal ANSWER_LOST if the box was made and is gone
     */
    public Box create(Request request, Uid uid, Optional<Begun> earlier) {
        return switch (request.source()) {
            case Source.FromBase(BaseReference base) ->
                    turns.take(
                            request.ref(),
                            () ->
                                    made(request.ref(), earlier)
                                            .orElseGet(
                                                    () ->
                                                            create(
                                                                    request,
                                                                    uid,
                                                                    fromBase(request, base))));
            case Source.ForkOf(BoxName box) when box.equals(request.ref().name()) ->
                    throw InvalidInput.field("fork", "must be another box than the new one");
            case Source.ForkOf(BoxName box) -> fork(request, uid, earlier, box);
        };
    }

    /** One that is not whole is none: whoever has the turn finds what was cut off. */
    private Optional<Box> made(BoxRef ref, Optional<Begun> earlier) {
        Optional<Box> made =
                boxes.find(ref)
                        .filter(box -> earlier.flatMap(Begun::box).equals(Optional.of(box.uid())))
                        .filter(box -> !box.is(BoxStatus.CREATING) && !box.is(BoxStatus.DELETING));
        if (made.isEmpty() && earlier.filter(Begun::whole).isPresent()) {
            throw KeyedRequest.answerLost();
        }
        return made;
    }

    /** The source must not go away while it is copied; turns are taken in the order of refs. */
    private Box fork(Request request, Uid uid, Optional<Begun> earlier, BoxName sourceName) {
        BoxRef target = request.ref();
        BoxRef source = new BoxRef(target.project(), sourceName);
        boolean sourceFirst = source.compareTo(target) < 0;
        return turns.take(
                sourceFirst ? source : target,
                () ->
                        turns.take(
                                sourceFirst ? target : source,
                                () ->
                                        made(target, earlier)
                                                .orElseGet(
                                                        () ->
                                                                create(
                                                                        request,
                                                                        uid,
                                                                        forkOf(request, source)))));
    }

    private Plan fromBase(Request request, BaseReference reference) {
        Base base =
                bases.find(reference)
                        .orElseThrow(
                                () ->
                                        new Refusal(
                                                ErrorCode.BASE_NOT_FOUND,
                                                "there is no base " + reference));
        BoxSpec spec =
                new BoxSpec(
                        reference,
                        request.config(),
                        request.environment(),
                        request.tags(),
                        request.port(),
                        request.grace().orElse(GracePeriod.DEFAULT),
                        request.isolation().orElse(Isolation.HARDENED),
                        Attachments.NONE);
        return new Plan(base.uid(), false, spec, Optional.empty(), BoxVolumes.Copies.NONE);
    }

    private Plan forkOf(Request request, BoxRef ref) {
        Box source =
                boxes.find(ref)
                        .orElseThrow(
                                () ->
                                        new Refusal(
                                                ErrorCode.BOX_NOT_FOUND,
                                                "there is no box %s to fork".formatted(ref)));
        ShowBox.requireWhole(source);
        if (request.isolation().filter(level -> level != source.spec().isolation()).isPresent()) {
            throw InvalidInput.field("isolation", "must be that of the forked box");
        }
        BoxSpec inherited = source.spec();
        BoxSpec spec =
                new BoxSpec(
                        inherited.base(),
                        inherited.config().overriddenBy(request.config()),
                        inherited.environment().overriddenBy(request.environment()),
                        inherited.tags().overriddenBy(request.tags()),
                        request.port().or(inherited::port),
                        request.grace().orElse(inherited.grace()),
                        inherited.isolation(),
                        Attachments.NONE);
        return new Plan(
                source.uid(),
                true,
                spec,
                Optional.of(new Box.Parent(source.uid(), ref.name())),
                volumes.copiesFor(request.ref(), inherited.volumes(), request.dataMounts()));
    }

    private Box create(Request request, Uid uid, Plan plan) {
        readiness.require();
        Box box =
                volumes.recording(
                        request.ref().project(),
                        request.dataMounts(),
                        found -> record(request.ref(), uid, plan, found));
        try {
            hosts.requireOwn(box.ref());
            // Not before: from here on it cannot be deleted any more.
            Project project = projects.use(request.ref().project());
            Steps.next(10, plan.fork() ? "copying the forked box's disk" : "copying the base");
            if (plan.fork()) {
                copyDisks(box, plan);
            } else {
                roots.create(box.uid(), plan.origin());
            }
            if (plan.spec().config().storage().isPresent()) {
                roots.limit(box.uid(), plan.spec().config().storage());
            }
            Steps.last(50, "starting");
            engine.start(box, project);
            hosts.apply(box);
            return boxes.replace(box.withStatus(BoxStatus.RUNNING, clock.instant()));
        } catch (RuntimeException failure) {
            undo(box, failure);
            throw failure;
        }
    }

    private void copyDisks(Box box, Plan plan) {
        BoxVolumes.Copies copies = plan.copies();
        volumes.intend(box, copies);
        Set<Uid> writers = new HashSet<>(volumes.writers(copies));
        writers.add(plan.origin());
        oneInstant.copy(
                box.uid(),
                writers,
                new OneInstant.Copying() {
                    @Override
                    public boolean takesSteps() {
                        return !copies.copies().isEmpty()
                                || snapshotStore.takesSteps(plan.origin());
                    }

                    @Override
                    public void flush() {
                        snapshotStore.flush(plan.origin());
                        volumes.flush(copies);
                    }

                    @Override
                    public void copy() {
                        roots.fork(box.uid(), plan.origin());
                        volumes.copy(copies);
                    }

                    @Override
                    public void discard() {
                        roots.delete(box.uid());
                        volumes.discard(copies);
                    }
                });
        volumes.finish(box, copies);
    }

    private Box record(BoxRef ref, Uid uid, Plan plan, Attachments given) {
        BoxSpec spec = plan.spec().withVolumes(plan.copies().attachments().overriddenBy(given));
        return boxes.add(Box.intended(uid, ref, spec, plan.parent(), clock.instant()));
    }

    /** What cannot be undone now stays recorded as an intent, and the next start undoes it. */
    private void undo(Box box, RuntimeException failure) {
        try {
            recordAsUnwanted(box);
            hosts.remove(box.uid());
            engine.remove(box.uid());
            roots.delete(box.uid());
            boxes.forget(box.uid());
            volumes.removeOf(box.uid());
        } catch (RuntimeException second) {
            failure.addSuppressed(second);
        }
    }

    /**
     * If it was the answer that got lost, the record says that the box runs. It must not say so
     * while the box is taken apart: what is left of it would be started again.
     */
    private void recordAsUnwanted(Box box) {
        boxes.find(box.ref())
                .filter(found -> found.uid().equals(box.uid()))
                .filter(found -> !found.is(BoxStatus.CREATING))
                .ifPresent(
                        found ->
                                boxes.replace(
                                        found.withStatus(BoxStatus.DELETING, clock.instant())));
    }
}
