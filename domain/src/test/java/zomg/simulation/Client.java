package zomg.simulation;

import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.fixture.UseCases;
import zomg.model.base.BaseReference;
import zomg.model.base.Recipe;
import zomg.model.box.Box;
import zomg.model.box.BoxSpec;
import zomg.model.box.GracePeriod;
import zomg.model.box.Isolation;
import zomg.model.box.Settings;
import zomg.model.box.Tags;
import zomg.model.exec.ExecRequest;
import zomg.model.id.BoxRef;
import zomg.model.id.ProjectName;
import zomg.model.id.Uid;
import zomg.model.network.Host;
import zomg.model.network.HostChoice;
import zomg.model.request.KeyedRequest;
import zomg.model.volume.Attachments;
import zomg.model.volume.DataMount;
import zomg.model.volume.DataMounts;
import zomg.port.Boxes;
import zomg.simulation.Violation.Promise;
import zomg.usecase.box.CreateBox;
import zomg.usecase.box.ExecInBox;
import zomg.usecase.box.ListBoxes;

/** Asks the server for one thing after the other, and notes what it is told. */
final class Client {

    /** Something to do with a box. */
    @FunctionalInterface
    interface Work {
        void on(Client client, BoxRef ref);
    }

    /** As often as they are likely. */
    private static final List<Work> WORKS =
            List.of(
                    Client::create,
                    Client::create,
                    Client::create,
                    Client::create,
                    Client::fork,
                    Client::fork,
                    Client::fork,
                    Client::stop,
                    Client::stop,
                    Client::resume,
                    Client::resume,
                    Client::resume,
                    Client::update,
                    Client::update,
                    Client::delete,
                    Client::delete,
                    Client::createOnce,
                    Client::createOnce,
                    Client::deleteOnce,
                    Client::askAgain,
                    Client::askAgain,
                    Client::deleteByForce,
                    Client::deleteByForce,
                    Client::exec,
                    Client::exec,
                    Client::exec,
                    Client::exec,
                    Client::show,
                    Client::list,
                    Client::die,
                    Client::reconcile,
                    Client::build,
                    Client::attach,
                    Client::attach,
                    Client::detach,
                    Client::createWithVolume,
                    Client::publish,
                    Client::takeOver,
                    Client::unpublish,
                    (client, ref) -> client.snapshots().take(ref),
                    (client, ref) -> client.snapshots().take(ref),
                    (client, ref) -> client.snapshots().restore(ref),
                    (client, ref) -> client.snapshots().restoreWithVolumes(ref),
                    (client, ref) -> client.snapshots().delete(ref),
                    (client, _) -> client.volumes().create(client.volumes().any()),
                    (client, _) -> client.volumes().create(client.volumes().any()),
                    (client, _) -> client.volumes().copy(client.volumes().any()),
                    (client, _) -> client.volumes().delete(client.volumes().any()),
                    (client, _) -> client.volumes().limit(client.volumes().any()),
                    (client, _) -> client.volumes().snapshot(client.volumes().any()),
                    (client, _) -> client.volumes().restore(client.volumes().any()),
                    (client, _) -> client.volumes().deleteSnapshot(client.volumes().any()),
                    (client, ref) -> client.bases().save(ref),
                    (client, ref) -> client.bases().save(ref),
                    (client, ref) -> client.bases().create(ref),
                    (client, ref) -> client.bases().create(ref),
                    (client, _) -> client.bases().load(),
                    (client, _) -> client.bases().delete(),
                    (client, _) -> client.bases().build(),
                    Client::deleteProject);

    private final World world;
    private final Life life;
    private final Book book;
    private final SplittableRandom dice;
    private final VolumeClient volumes;
    private final SnapshotClient snapshots;
    private final BaseClient bases;

    Client(World world, Life life, Book book, SplittableRandom dice) {
        this.world = world;
        this.life = life;
        this.book = book;
        this.dice = dice;
        this.volumes = new VolumeClient(world, life, book.shelf(), dice.split(), this);
        this.snapshots = new SnapshotClient(world, life, book.album(), this);
        this.bases = new BaseClient(world, life, book.stock(), this);
    }

    /** Until all is done or the server is dead. */
    void work(int operations) {
        for (int one = 0; one < operations && !life.isDead(); one++) {
            WORKS.get(dice.nextInt(WORKS.size())).on(this, anyRef());
            if (dice.nextInt(30) == 0) {
                world.jumpInTime();
            }
        }
    }

    private BoxRef anyRef() {
        return Book.REFS.get(dice.nextInt(Book.REFS.size()));
    }

    private UseCases zomg() {
        return life.zomg();
    }

    void create(BoxRef ref) {
        CreateBox.Request request = UseCases.fromBase(ref);
        BoxSpec spec =
                new BoxSpec(
                        BaseReference.DEFAULT,
                        request.config(),
                        request.environment(),
                        request.tags(),
                        request.port(),
                        GracePeriod.DEFAULT,
                        Isolation.HARDENED,
                        Attachments.NONE);
        Step step = Step.create(Optional.of(spec));
        ask(ref, step, () -> zomg().createBox().create(request), box -> created(step, box));
    }

    /** Under an Idempotency-Key. */
    void createOnce(BoxRef ref) {
        ask(book.keyed(ref, Keyed.CREATE), true);
    }

    void deleteOnce(BoxRef ref) {
        ask(book.keyed(ref, Keyed.DELETE), true);
    }

    /** What somebody asked for, maybe of another server, and got no answer to. */
    void askAgain(BoxRef any) {
        book.unanswered().ifPresent(keyed -> ask(keyed, false));
    }

    private void ask(Keyed keyed, boolean first) {
        Step step =
                keyed.what().equals(Keyed.CREATE)
                        ? Step.create(Optional.empty())
                        : Step.delete(true);
        AtomicReference<Box> fresh = new AtomicReference<>();
        ask(
                keyed.ref(),
                step,
                () -> keyed.ask(zomg(), () -> worked(keyed, fresh)),
                reply -> {
                    book.answered(keyed);
                    told(keyed, step, first, reply, Optional.ofNullable(fresh.get()));
                },
                code -> {
                    switch (code) {
                        case REQUEST_IN_PROGRESS -> step.refusedForOtherReasons(code);
                        case ANSWER_LOST -> {
                            book.answered(keyed);
                            step.refusedForOtherReasons(code);
                        }
                        default -> {
                            book.answered(keyed);
                            step.refused(code);
                        }
                    }
                });
    }

    private Optional<Uid> worked(Keyed keyed, AtomicReference<Box> fresh) {
        if (keyed.what().equals(Keyed.DELETE)) {
            return zomg().deleteBox().delete(keyed.ref(), true);
        }
        fresh.set(
                zomg().createBox()
                        .create(
                                UseCases.fromBase(keyed.ref()),
                                world.machine().ids().next(),
                                KeyedRequest.current().flatMap(KeyedRequest::earlier)));
        return Optional.of(fresh.get().uid());
    }

    private void told(
            Keyed keyed, Step step, boolean first, Keyed.Reply reply, Optional<Box> fresh) {
        if (keyed.what().equals(Keyed.DELETE)) {
            reply.uid().ifPresent(book::deleted);
            if (first) {
                step.deleted(reply.uid());
            } else {
                step.deletedBefore(reply.uid());
            }
        } else if (first) {
            created(step, fresh.orElseThrow());
        } else {
            step.createdBefore(reply.uid().orElseThrow(), fresh);
        }
    }

    private void created(Step step, Box box) {
        step.created(box);
        book.created();
    }

    /** Of a box that is there, as well as the dice can find one. */
    void fork(BoxRef ref) {
        fork(ref, anyRef());
    }

    void fork(BoxRef ref, BoxRef other) {
        BoxRef source = new BoxRef(ref.project(), other.name());
        if (source.equals(ref)) {
            return;
        }
        Step step = Step.create(Optional.empty());
        Step look = Step.look("fork of it");
        book.begin(source, look);
        try {
            ask(
                    ref,
                    step,
                    () -> zomg().fork(ref, source.name().value()),
                    box -> {
                        created(step, box);
                        look.sawUid(box.parent().orElseThrow().uid());
                    },
                    code -> {
                        if (code == ErrorCode.BOX_NOT_FOUND) {
                            look.refused(code);
                            step.refusedForOtherReasons(code);
                        } else if (code == ErrorCode.BOX_BUSY || code == ErrorCode.VOLUME_BUSY) {
                            step.refusedForOtherReasons(code);
                        } else {
                            step.refused(code);
                        }
                    });
        } finally {
            if (!life.isDead()) {
                book.end(source, look);
            }
        }
    }

    SnapshotClient snapshots() {
        return snapshots;
    }

    BaseClient bases() {
        return bases;
    }

    VolumeClient volumes() {
        return volumes;
    }

    void createWithVolume(BoxRef ref) {
        DataMount mount = volumes.anyFor(ref);
        CreateBox.Request plain = UseCases.fromBase(ref);
        CreateBox.Request request =
                new CreateBox.Request(
                        ref,
                        plain.source(),
                        plain.config(),
                        plain.environment(),
                        plain.tags(),
                        plain.port(),
                        plain.grace(),
                        plain.isolation(),
                        new DataMounts(List.of(mount)));
        Step step = Step.create(Optional.empty());
        ask(
                ref,
                step,
                () -> zomg().createBox().create(request),
                box -> created(step, box),
                code -> refusedForVolumes(step, code));
    }

    void attach(BoxRef ref) {
        attach(ref, volumes.anyFor(ref));
    }

    void attach(BoxRef ref, DataMount mount) {
        Step step = Step.mounts("attach");
        ask(
                ref,
                step,
                () -> zomg().attachVolume().attach(ref, mount),
                step::mountsChangedTo,
                code -> refusedForVolumes(step, code));
    }

    void detach(BoxRef ref) {
        DataMount mount = volumes.anyFor(ref);
        Step step = Step.mounts("detach");
        ask(
                ref,
                step,
                () -> zomg().attachVolume().detach(ref, mount.name()),
                step::mountsChangedTo,
                code -> refusedForVolumes(step, code));
    }

    private static void refusedForVolumes(Step step, ErrorCode code) {
        switch (code) {
            case VOLUME_NOT_FOUND, VOLUME_BUSY, VOLUME_ATTACHED, PATH_IN_USE ->
                    step.refusedForOtherReasons(code);
            default -> step.refused(code);
        }
    }

    void publish(BoxRef ref) {
        publish(ref, anyHost(), false);
    }

    void takeOver(BoxRef ref) {
        takeOver(ref, anyHost());
    }

    /** Whoever loses it has no turn meanwhile. */
    void takeOver(BoxRef ref, Host host) {
        Map<BoxRef, Step> others = new LinkedHashMap<>();
        Book.REFS.stream()
                .filter(other -> !other.equals(ref))
                .forEach(other -> others.put(other, Step.look("may lose a host")));
        others.forEach(book::begin);
        try {
            publish(ref, host, true);
        } finally {
            if (!life.isDead()) {
                others.forEach(book::end);
            }
        }
    }

    private Host anyHost() {
        return Signs.HOSTS.get(dice.nextInt(Signs.HOSTS.size()));
    }

    void publish(BoxRef ref, Host host, boolean force) {
        Step step = Step.look("publish");
        Signs.Begin begin = book.signs().begin(host);
        ask(
                ref,
                step,
                () -> zomg().publish(ref, host, force),
                _ -> {
                    step.answered("published");
                    if (force) {
                        book.signs().told(host, ownerAs(ref, host), begin);
                    } else {
                        book.signs().toldWithoutForce(host, ownerAs(ref, host), begin, boxes());
                    }
                },
                code -> refusedForHost(step, code));
        book.signs().end(host);
    }

    void unpublish(BoxRef ref) {
        unpublish(ref, anyHost());
    }

    void unpublish(BoxRef ref, Host host) {
        Step step = Step.look("unpublish");
        Signs.Begin begin = book.signs().begin(host);
        ask(
                ref,
                step,
                () -> zomg().unpublishBox().unpublish(ref, new HostChoice.Exactly(host)),
                _ -> {
                    step.answered("unpublished");
                    book.signs().told(host, Optional.empty(), begin);
                },
                code -> refusedForHost(step, code));
        book.signs().end(host);
    }

    private Set<Uid> boxes() {
        return Boxes.Query.everything()
                .in(world.machine().boxes())
                .map(Box::uid)
                .collect(Collectors.toSet());
    }

    /** Somebody may delete the box, as soon as it has the host. */
    private Optional<Uid> ownerAs(BoxRef ref, Host host) {
        return world.machine()
                .hosts()
                .owner(host)
                .filter(box -> box.ref().equals(ref))
                .map(Box::uid);
    }

    /** Another box has the host, or is busy: who loses it is changed, too. */
    private static void refusedForHost(Step step, ErrorCode code) {
        switch (code) {
            case HOST_IN_USE, HOST_NOT_OWNED, BOX_BUSY -> step.refusedForOtherReasons(code);
            default -> step.refused(code);
        }
    }

    void stop(BoxRef ref) {
        Step step = Step.stop();
        ask(ref, step, () -> zomg().stopBox().stop(ref), step::changedTo);
    }

    void resume(BoxRef ref) {
        Step step = Step.resume();
        ask(ref, step, () -> zomg().resumeBox().resume(ref), step::changedTo);
    }

    void update(BoxRef ref) {
        update(ref, Map.of("MEMORY", (64 + dice.nextInt(64)) + "M"));
    }

    void changePort(BoxRef ref) {
        update(ref, Map.of("PORT", Integer.toString(1 + dice.nextInt(65_535))));
    }

    private void update(BoxRef ref, Map<String, String> settings) {
        UnaryOperator<BoxSpec> change =
                spec ->
                        new BoxSpec(
                                spec.base(),
                                spec.config().overriddenBy(Settings.parse(settings).config()),
                                spec.environment(),
                                spec.tags(),
                                Settings.parse(settings).port().or(spec::port),
                                spec.grace(),
                                spec.isolation(),
                                spec.volumes());
        Step step = Step.update(change);
        ask(
                ref,
                step,
                () -> zomg().update(ref, settings).box(),
                box -> step.updatedTo(box, change));
    }

    void delete(BoxRef ref) {
        delete(ref, false);
    }

    void deleteByForce(BoxRef ref) {
        delete(ref, true);
    }

    private void delete(BoxRef ref, boolean force) {
        Step step = Step.delete(force);
        ask(
                ref,
                step,
                () -> zomg().deleteBox().delete(ref, force),
                uid -> {
                    step.deleted(uid);
                    uid.ifPresent(book::deleted);
                });
    }

    void exec(BoxRef ref) {
        Step step = Step.look("exec");
        ask(
                ref,
                step,
                () -> zomg().execInBox().run(ref, ExecRequest.of("true")),
                (ExecInBox.Outcome _) -> step.ran());
    }

    void show(BoxRef ref) {
        Step step = Step.look("show");
        ask(ref, step, () -> zomg().showBox().find(ref), step::saw);
    }

    void list(BoxRef any) {
        Step step = Step.look("list");
        ask(
                any,
                step,
                () ->
                        zomg().listBoxes()
                                .list(
                                        Optional.of(any.project()),
                                        Optional.empty(),
                                        Tags.NONE,
                                        Optional.empty(),
                                        ListBoxes.MAX_PAGE),
                page ->
                        step.saw(
                                page.boxes().stream()
                                        .filter(box -> box.ref().equals(any))
                                        .findAny()));
    }

    /** Nobody asks for it. */
    void die(BoxRef ref) {
        Optional<Box> box = world.machine().boxes().find(ref);
        Step step = Step.death();
        book.begin(ref, step);
        box.ifPresent(found -> world.machine().engine().die(found.uid()));
        book.end(ref, step);
    }

    /**
     * As each minute: it may mend every box, and nobody is refused because of it but for a while.
     */
    void reconcile(BoxRef any) {
        Map<BoxRef, Step> steps = new LinkedHashMap<>();
        Book.REFS.forEach(ref -> steps.put(ref, Step.reconcile()));
        steps.forEach(book::begin);
        var _ = life.takeTrouble();
        boolean trouble;
        try {
            zomg().reconcile().repair();
            trouble = life.takeTrouble();
        } catch (RuntimeException failure) {
            requireTrouble(failure);
            trouble = true;
        }
        steps.values().forEach(trouble ? step -> step.failed("something") : Step::reconciled);
        steps.forEach(book::end);
        world.trace(() -> "reconciled");
    }

    void build(BoxRef any) {
        Recipe recipe = new Recipe(BaseReference.DEFAULT.alias(), "install " + book.operations());
        book.begin(recipe);
        var _ = life.takeTrouble();
        try {
            book.built(zomg().buildBase().build(recipe, OutputStream.nullOutputStream()));
        } catch (RuntimeException failure) {
            requireTrouble(failure);
        }
    }

    /** No box that is there is changed by it. */
    void deleteProject(BoxRef any) {
        var _ = life.takeTrouble();
        try {
            zomg().deleteProject().delete(any.project());
        } catch (Refusal refused) {
            if (refused.code() != ErrorCode.PROJECT_NOT_EMPTY) {
                requireTrouble(refused);
            }
        } catch (RuntimeException failure) {
            requireTrouble(failure);
        }
        world.trace(() -> "deleted project " + any.project());
    }

    private <T> void ask(BoxRef ref, Step step, Supplier<T> call, Consumer<T> answer) {
        ask(ref, step, call, answer, step::refused);
    }

    <T> void ask(
            BoxRef ref,
            Step step,
            Supplier<T> call,
            Consumer<T> answer,
            Consumer<ErrorCode> refusal) {
        var _ = life.takeTrouble();
        book.begin(ref, step);
        world.trace(() -> "%s %s".formatted(ref, step));
        try {
            answer.accept(call.get());
        } catch (Refusal refused) {
            if (life.takeTrouble()) {
                step.failed(refused.getMessage());
            } else {
                refusal.accept(refused.code());
            }
        } catch (RuntimeException failure) {
            requireTrouble(failure);
            step.failed(failure.getMessage());
        }
        book.end(ref, step);
        world.trace(() -> "%s %s".formatted(ref, step));
    }

    /**
     * Boxes of a project, whose turns are taken for it, run as before when this has ended, unless
     * something failed.
     */
    void maybeRestarting(ProjectName project, Optional<BoxRef> except, Runnable work) {
        Map<BoxRef, Step> others = new LinkedHashMap<>();
        Book.REFS.stream()
                .filter(ref -> ref.project().equals(project))
                .filter(ref -> !except.equals(Optional.of(ref)))
                .forEach(ref -> others.put(ref, Step.resume()));
        others.forEach(book::begin);
        work.run();
        others.forEach(
                (ref, step) -> {
                    if (life.hadTrouble()) {
                        step.failed("something failed");
                    } else {
                        step.answered("runs as before");
                    }
                    book.end(ref, step);
                });
    }

    /** A process of the box writes the same to its root and to its volumes, and syncs. */
    void mark(BoxRef ref) {
        world.machine().boxes().find(ref).ifPresent(box -> world.mark(box));
    }

    private void requireTrouble(RuntimeException failure) {
        if (!life.takeTrouble()) {
            Violation violation =
                    new Violation(Promise.ANSWERS_ARE_TRUE, "it failed by itself: " + failure);
            violation.initCause(failure);
            throw violation;
        }
    }
}
