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
    private final BoxEngine engine;
    private final ShowBox showBox;
    private final BoxTurns turns;
    private final InstantSource clock;

    public UpdateBox(
            Boxes boxes, BoxEngine engine, ShowBox showBox, BoxTurns turns, InstantSource clock) {
        this.boxes = boxes;
        this.engine = engine;
        this.showBox = showBox;
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
                        old.isolation());
        Box changed = boxes.replace(box.withSpec(next, clock.instant()));
        if (changed.is(BoxStatus.RUNNING) && !next.config().equals(old.config())) {
            engine.limit(changed);
        }
        return new Outcome(changed, settings.ignored());
    }
}
