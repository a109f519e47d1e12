package zomg.simulation;

import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.fixture.UseCases;
import zomg.memory.InMemoryBaseStore;
import zomg.model.base.Base;
import zomg.model.base.BaseReference;
import zomg.model.base.BaseSource;
import zomg.model.base.Recipe;
import zomg.model.id.BoxRef;
import zomg.model.id.Uid;
import zomg.simulation.Violation.Promise;
import zomg.usecase.base.SaveBase;

/** What a client does to bases of people. */
final class BaseClient {

    private static final String BUILDER = "somebody";

    private final World world;
    private final Life life;
    private final Stock stock;
    private final Client client;

    BaseClient(World world, Life life, Stock stock, Client client) {
        this.world = world;
        this.life = life;
        this.stock = stock;
        this.client = client;
    }

    /** Of a box that is there, if one is. */
    void save(BoxRef ref) {
        Step step = Step.look("save");
        int began = stock.begin();
        client.ask(
                ref,
                step,
                () ->
                        life.zomg()
                                .saveBase()
                                .save(
                                        new SaveBase.Request(
                                                ref,
                                                Stock.MINE.alias(),
                                                BUILDER,
                                                Optional.empty(),
                                                Optional.empty(),
                                                Optional.empty())),
                base -> {
                    step.answered("saved as " + base.uid());
                    made(base, began);
                },
                step::refused);
    }

    void build() {
        Recipe recipe = stock.nextRecipe();
        make(
                "build of " + recipe.reference(),
                () ->
                        life.zomg()
                                .buildBase()
                                .build(
                                        world.machine().ids().next(),
                                        recipe,
                                        BaseReference.DEFAULT,
                                        BUILDER));
    }

    void load() {
        load(InMemoryBaseStore.ARCHIVE);
    }

    void fetch() {
        load(BaseSource.parse("debian:trixie"));
    }

    private void load(BaseSource source) {
        make(
                "import of " + source,
                () -> life.zomg().importBase().load(Stock.MINE.alias(), source, BUILDER));
    }

    private void make(String what, Supplier<Base> make) {
        int began = stock.begin();
        ask(what, () -> made(make.get(), began));
    }

    /** What it is at this moment it must be for ever. */
    private void made(Base base, int began) {
        stock.made(base, world.machine().pool().base(base.uid()), began);
    }

    void delete() {
        Set<Uid> doomed = stock.beginDelete();
        boolean answered =
                ask("delete of bases", () -> life.zomg().deleteBase().delete(Stock.MINE));
        if (!life.isDead()) {
            stock.endDelete(answered ? doomed : Set.of());
        }
    }

    /** Makes a box, or is refused; nobody knows whether there is a base just now. */
    void create(BoxRef ref) {
        Step step = Step.create(Optional.empty());
        client.ask(
                ref,
                step,
                () -> life.zomg().createBox().create(UseCases.fromBase(ref, Stock.MINE)),
                step::created,
                code -> {
                    if (code == ErrorCode.BASE_NOT_FOUND) {
                        step.refusedForOtherReasons(code);
                    } else {
                        step.refused(code);
                    }
                });
    }

    /** Whether it was answered as it was meant. */
    private boolean ask(String what, Runnable call) {
        var _ = life.takeTrouble();
        world.trace(() -> what);
        try {
            call.run();
            world.trace(() -> what + ": done");
            return true;
        } catch (RuntimeException failure) {
            world.trace(() -> what + ": " + failure);
            boolean isExpected =
                    failure instanceof Refusal refused
                            && refused.code() == ErrorCode.BASE_NOT_FOUND;
            if (!life.takeTrouble() && !isExpected) {
                Violation violation =
                        new Violation(
                                Promise.ANSWERS_ARE_TRUE, what + " failed by itself: " + failure);
                violation.initCause(failure);
                throw violation;
            }
            return false;
        }
    }
}
