package zomg.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import zomg.fixture.UseCases;
import zomg.simulation.Violation.Promise;

/** Everything that follows from one seed. */
final class Simulation {

    /** What a run was. */
    record Report(int operations, int boxes, int deaths, int calls, List<String> trace) {}

    private static final int OPERATIONS = 200;
    private static final Duration FOR_EVER = Duration.ofDays(1);

    private final SplittableRandom dice;
    private final World world;
    private final Book book;
    private final Comeback comeback;
    private final Duration patience;
    private final int clients;
    private int deaths;
    private int calls;

    private Simulation(long seed, PlantedBug bug, boolean traced) {
        dice = new SplittableRandom(seed);
        world = new World(dice.split(), bug, traced);
        book = new Book(world.machine().allBases());
        comeback = new Comeback(world, book);
        clients = 1 + dice.nextInt(4);
        patience = dice.nextBoolean() ? FOR_EVER : Duration.ZERO;
    }

    /**
     * @throws Violation with what happened last
     */
    static Report run(long seed, PlantedBug bug) {
        try {
            return new Simulation(seed, bug, false).run();
        } catch (Violation violation) {
            throw again(seed, bug, violation);
        }
    }

    static Report runTraced(long seed, PlantedBug bug) {
        return new Simulation(seed, bug, true).run();
    }

    /** Tracing costs too much to be always on, and what follows from a seed follows again. */
    private static Violation again(long seed, PlantedBug bug, Violation first) {
        Simulation simulation = new Simulation(seed, bug, true);
        try {
            simulation.run();
            return first;
        } catch (Violation second) {
            Violation traced =
                    new Violation(
                            second.promise(),
                            "%s%nseed %d (replay: -Dzomg.simulation.seed=%d)%n%s"
                                    .formatted(
                                            second.getMessage(),
                                            seed,
                                            seed,
                                            String.join("\n", simulation.world.traced())));
            traced.initCause(second);
            return traced;
        }
    }

    private Report run() {
        boot();
        while (book.operations() < OPERATIONS) {
            live();
            boot();
        }
        everythingWorksAgain();
        boot();
        return new Report(book.operations(), book.boxes(), deaths, calls, world.traced());
    }

    /** One life of the server, with all its clients, until it dies or ends. */
    private void live() {
        int each = (10 + dice.nextInt(40)) / clients;
        Life life = new Life(world, FaultPlan.random(dice.split(), 250), patience);
        Interleaving interleaving = new Interleaving(dice.split());
        List<Throwable> failures = new ArrayList<>();
        for (int number = 0; number < clients; number++) {
            Client client = new Client(world, life, book, dice.split());
            interleaving.add(
                    () -> {
                        try {
                            client.work(each);
                        } catch (Life.Killed _) {
                            // Nobody answers it any more.
                        } catch (Throwable failure) {
                            failures.add(failure);
                        }
                    });
        }
        int stuck = interleaving.run();
        rethrow(failures);
        Violation.unless(
                stuck == 0, Promise.EVERYTHING_WORKS_AGAIN, "%d clients wait for ever", stuck);
        calls += life.calls();
        if (life.isDead()) {
            deaths++;
        } else {
            end();
        }
    }

    private static void rethrow(List<Throwable> failures) {
        for (Throwable failure : failures) {
            if (failure instanceof Violation violation) {
                throw violation;
            }
            throw new AssertionError(failure);
        }
    }

    /** The server does not die in the middle of anything. */
    private void end() {
        switch (dice.nextInt(3)) {
            case 0 -> world.cutPower();
            case 1 -> new UseCases(world.machine()).shutDown().shutDown(Duration.ZERO);
            default -> {}
        }
    }

    /** Starts a server that dies or has trouble, again and again, and then one that has none. */
    private void boot() {
        boolean trouble = false;
        while (dice.nextInt(3) == 0) {
            Life life = new Life(world, FaultPlan.random(dice.split(), 60), patience);
            deaths += comeback.start(life) ? 0 : 1;
            trouble |= life.hadTrouble();
        }
        comeback.startAndCheck(trouble);
    }

    /** No faults any more, and nobody else: no answer but the best one fits. */
    private void everythingWorksAgain() {
        Life life = new Life(world, FaultPlan.NOTHING, patience);
        Client client = new Client(world, life, book, dice.split());
        List<Client.Work> all =
                List.of(
                        Client::deleteByForce,
                        Client::create,
                        Client::exec,
                        Client::stop,
                        Client::resume,
                        Client::update,
                        Client::fork);
        Book.REFS.forEach(ref -> all.forEach(work -> work.on(client, ref)));
    }
}
