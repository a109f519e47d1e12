package zomg.usecase.box;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.model.box.Box;
import zomg.model.box.BoxConfig;
import zomg.model.box.BoxSpec;
import zomg.model.box.BoxStatus;
import zomg.model.box.GracePeriod;
import zomg.model.box.Port;
import zomg.model.box.Precondition;
import zomg.model.box.Settings;
import zomg.model.box.Tags;
import zomg.model.id.BoxRef;
import zomg.port.BoxEngine;
import zomg.port.Boxes;
import zomg.port.RootStore;

/** Changes what may be changed of a box while it exists; its environment never does. */
public final class UpdateBox {

    /** What is asked for; the settings win over the fields of the same meaning. */
    public record Request(
            BoxConfig config,
            Optional<Port> port,
            Optional<GracePeriod> grace,
            Tags tags,
            Settings settings) {

        boolean changesNothing() {
            return config.equals(BoxConfig.UNLIMITED)
                    && port.isEmpty()
                    && grace.isEmpty()
                    && tags.entries().isEmpty()
                    && settings.applyNothing();
        }
    }

    /**
     * The box as it is now.
     *
     * @param ignored settings that were given and do not apply
     */
    public record Outcome(Box box, List<String> ignored) {}

    private final Boxes boxes;
    private final RootStore roots;
    private final BoxEngine engine;
    private final ShowBox showBox;
    private final BoxHosts hosts;
    private final BoxTurns turns;
    private final InstantSource clock;

    public UpdateBox(
            Boxes boxes,
            RootStore roots,
            BoxEngine engine,
            ShowBox showBox,
            BoxHosts hosts,
            BoxTurns turns,
            InstantSource clock) {
        this.boxes = boxes;
        this.roots = roots;
        this.engine = engine;
        this.showBox = showBox;
        this.hosts = hosts;
        this.turns = turns;
        this.clock = clock;
    }

    /**
     * @throws Refusal NO_UPDATES if nothing of the request applies, BOX_NOT_FOUND
     */
    public Outcome update(BoxRef ref, Request request) {
        return update(ref, request, Precondition.NONE);
    }

    /**
     * @throws Refusal NO_UPDATES if nothing of the request applies, PRECONDITION_FAILED,
     *     BOX_NOT_FOUND
     */
    public Outcome update(BoxRef ref, Request request, Precondition precondition) {
        return turns.take(ref, () -> apply(showBox.whole(ref, precondition), request));
    }

    private Outcome apply(Box box, Request request) {
        if (request.changesNothing()) {
            throw new Refusal(ErrorCode.NO_UPDATES, "no updates provided");
        }
        BoxSpec old = box.spec();
        Settings settings = request.settings();
        BoxSpec next =
                new BoxSpec(
                        old.base(),
                        old.config().overriddenBy(request.config()).overriddenBy(settings.config()),
                        old.environment(),
                        old.tags().overriddenBy(request.tags()),
                        settings.port().or(request::port).or(old::port),
                        settings.grace().or(request::grace).orElse(old.grace()),
                        old.isolation(),
                        old.volumes());
        Box changed = box.withSpec(next, clock.instant());
        try {
            make(box, changed);
            return new Outcome(boxes.replace(changed), settings.ignored());
        } catch (RuntimeException failure) {
            undo(box, changed, failure);
            throw failure;
        }
    }

    /**
     * Before the record, so that what the machine refuses is never recorded. What it took without a
     * record, because the server ended just then, is put right from the record at the next
     * reconcile, and the limit of a stopped box's disk when it starts the next time.
     */
    private void make(Box from, Box to) {
        BoxConfig old = from.spec().config();
        BoxConfig next = to.spec().config();
        if (!next.storage().equals(old.storage())) {
            roots.limit(to.uid(), next.storage());
        }
        if (to.is(BoxStatus.RUNNING) && !next.equals(old)) {
            engine.adjust(to);
        }
        if (!to.spec().port().equals(from.spec().port())) {
            hosts.apply(to);
        }
    }

    private void undo(Box box, Box changed, RuntimeException failure) {
        try {
            make(changed, box);
        } catch (RuntimeException second) {
            failure.addSuppressed(second);
        }
    }
}
