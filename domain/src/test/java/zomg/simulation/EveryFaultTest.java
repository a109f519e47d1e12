package zomg.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import zomg.fixture.Data;
import zomg.model.box.Box;
import zomg.model.id.BoxRef;
import zomg.model.id.VolumeRef;
import zomg.model.network.Host;

/**
 * Every fault at every call of a port that a piece of work makes, and then every death at every
 * call of the reconcile that follows. No dice: whatever the two moments are, everything promised is
 * so after one more start, and a box that was no part of it did not even notice. What carried an
 * Idempotency-Key is asked for again then.
 */
@Execution(ExecutionMode.CONCURRENT)
final class EveryFaultTest {

    private static final int MORE_THAN_ANY_CALLS = 60;
    private static final BoxRef BYSTANDER = Book.REFS.get(0);
    private static final BoxRef WEB = Book.REFS.get(1);

    /** In another project. */
    private static final BoxRef ELSEWHERE = Book.REFS.getLast();

    private static final Host HOST = Signs.HOSTS.getFirst();
    private static final VolumeRef VOLUME = Shelf.REFS.getFirst();
    private static final VolumeRef OTHER_VOLUME = Shelf.REFS.get(1);

    /** Of the server while it comes back. */
    private static final List<Fault> SECOND_FAULTS =
            List.of(Fault.KILLED_BEFORE, Fault.KILLED_AFTER, Fault.POWER_CUT_AFTER);

    private enum Work {
        CREATE(Client::create),
        FORK((client, ref) -> client.fork(ref, BYSTANDER)),
        DELETE(Client::delete, Client::create, Client::stop),
        DELETE_BY_FORCE(Client::deleteByForce, Client::create),
        STOP(Client::stop, Client::create),
        RESUME(Client::resume, Client::create, Client::stop),
        RESUME_WHAT_DIED(Client::resume, Client::create, Client::die),
        UPDATE(Client::update, Client::create),
        EXEC(Client::exec, Client::create),
        BUILD(Client::build, Client::create),
        CREATE_ONCE(Client::createOnce),
        DELETE_ONCE(Client::deleteOnce, Client::create),
        DELETE_PROJECT(
                (client, _) -> client.deleteProject(ELSEWHERE),
                (client, _) -> client.create(ELSEWHERE),
                (client, _) -> client.deleteByForce(ELSEWHERE)),
        FORK_WITH_VOLUMES(
                (client, ref) -> client.fork(ref, BYSTANDER), EveryFaultTest::createVolume),
        CREATE_WITH_VOLUME(Client::createWithVolume, EveryFaultTest::createVolume),
        DELETE_FORK(
                Client::deleteByForce,
                EveryFaultTest::createVolume,
                (client, ref) -> client.fork(ref, BYSTANDER)),
        ATTACH(Client::attach, EveryFaultTest::createVolume, Client::create),
        DETACH(
                Client::detach,
                EveryFaultTest::createVolume,
                Client::create,
                Client::attach,
                Client::attach),
        PUBLISH((client, ref) -> client.publish(ref, HOST, false), Client::create),
        TAKE_OVER(
                (client, ref) -> client.takeOver(ref, HOST),
                Client::create,
                (client, _) -> client.publish(BYSTANDER, HOST, false)),
        UNPUBLISH(
                (client, ref) -> client.unpublish(ref, HOST),
                Client::create,
                (client, ref) -> client.publish(ref, HOST, false)),
        CHANGE_PORT(
                Client::changePort,
                Client::create,
                (client, ref) -> client.publish(ref, HOST, false)),
        DELETE_PUBLISHED(
                Client::deleteByForce,
                Client::create,
                (client, ref) -> client.publish(ref, HOST, false)),
        CREATE_VOLUME((client, _) -> client.volumes().create(VOLUME)),
        COPY_VOLUME(
                (client, _) -> client.volumes().copy(OTHER_VOLUME, VOLUME),
                (client, _) -> client.volumes().create(VOLUME),
                (client, _) -> client.volumes().snapshot(VOLUME)),
        DELETE_VOLUME(
                (client, _) -> client.volumes().delete(VOLUME),
                (client, _) -> client.volumes().create(VOLUME),
                (client, _) -> client.volumes().snapshot(VOLUME)),
        SNAPSHOT(
                (client, _) -> client.volumes().snapshot(VOLUME),
                (client, _) -> client.volumes().create(VOLUME)),
        RESTORE(
                (client, _) -> client.volumes().restore(VOLUME),
                (client, _) -> client.volumes().create(VOLUME),
                (client, _) -> client.volumes().snapshot(VOLUME),
                (client, _) -> client.volumes().snapshot(VOLUME)),
        LIMIT_VOLUME(
                (client, _) -> client.volumes().limit(VOLUME),
                (client, _) -> client.volumes().create(VOLUME)),
        DELETE_SNAPSHOT(
                (client, _) -> client.volumes().deleteSnapshot(VOLUME),
                (client, _) -> client.volumes().create(VOLUME),
                (client, _) -> client.volumes().snapshot(VOLUME)),
        SNAPSHOT_BOX((client, ref) -> client.snapshots().take(ref), Client::create),
        RESTORE_BOX(
                (client, ref) -> client.snapshots().restore(ref),
                Client::create,
                (client, ref) -> client.snapshots().take(ref)),
        RESTORE_STOPPED_BOX(
                (client, ref) -> client.snapshots().restore(ref),
                Client::create,
                (client, ref) -> client.snapshots().take(ref),
                Client::stop),
        SNAPSHOT_BOX_WITH_VOLUMES(
                (client, ref) -> client.snapshots().take(ref),
                EveryFaultTest::createVolume,
                Client::create,
                EveryFaultTest::attachBoth),
        RESTORE_BOX_WITH_VOLUMES(
                (client, ref) -> client.snapshots().restoreWithVolumes(ref),
                EveryFaultTest::createVolumes,
                Client::create,
                EveryFaultTest::attachBoth,
                Client::mark,
                (client, ref) -> client.snapshots().take(ref),
                Client::mark),

        /** Which has a volume, too, is stopped for it and runs again. */
        RESTORE_BOX_DESPITE_BYSTANDER(
                (client, ref) -> client.snapshots().restoreWithVolumes(ref),
                EveryFaultTest::createVolumes,
                Client::create,
                EveryFaultTest::attachBoth,
                (client, _) -> attachBoth(client, BYSTANDER),
                Client::mark,
                (client, ref) -> client.snapshots().take(ref),
                Client::mark),
        DELETE_BOX_SNAPSHOT_WITH_VOLUMES(
                (client, ref) -> client.snapshots().delete(ref),
                EveryFaultTest::createVolume,
                Client::create,
                EveryFaultTest::attachBoth,
                (client, ref) -> client.snapshots().take(ref)),
        DELETE_BOX_WITH_SNAPSHOTS_OF_VOLUMES(
                Client::deleteByForce,
                EveryFaultTest::createVolume,
                Client::create,
                EveryFaultTest::attachBoth,
                (client, ref) -> client.snapshots().take(ref),
                (client, ref) -> client.snapshots().take(ref)),
        DELETE_BOX_SNAPSHOT(
                (client, ref) -> client.snapshots().delete(ref),
                Client::create,
                (client, ref) -> client.snapshots().take(ref)),
        DELETE_BOX_WITH_SNAPSHOTS(
                Client::deleteByForce,
                Client::create,
                (client, ref) -> client.snapshots().take(ref),
                (client, ref) -> client.snapshots().take(ref)),
        SAVE_BASE((client, ref) -> client.bases().save(ref), Client::create),
        BUILD_BASE((client, _) -> client.bases().build(), Client::create),
        IMPORT_BASE((client, _) -> client.bases().load(), Client::create),
        IMPORT_SUITE((client, _) -> client.bases().fetch(), Client::create),
        DELETE_BASE(
                (client, _) -> client.bases().delete(),
                Client::create,
                (client, ref) -> client.bases().save(ref),
                (client, _) -> client.bases().load()),
        CREATE_FROM_BASE(
                (client, ref) -> client.bases().create(ref), (client, _) -> client.bases().load()),
        RECONCILE(Client::reconcile, Client::create, Client::die);

        private final Client.Work work;
        private final List<Client.Work> before;

        Work(Client.Work work, Client.Work... before) {
            this.work = work;
            this.before = List.of(before);
        }

        /**
         * The calls of a restore beside which others stop and start are those of it alone, and
         * more.
         */
        private List<Fault> secondFaults() {
            return this == RESTORE_BOX_DESPITE_BYSTANDER
                    ? List.of(Fault.KILLED_AFTER)
                    : SECOND_FAULTS;
        }

        private boolean isRestoreWithVolumes() {
            return this == RESTORE_BOX_WITH_VOLUMES || this == RESTORE_BOX_DESPITE_BYSTANDER;
        }
    }

    private static void createVolumes(Client client, BoxRef any) {
        Shelf.REFS.forEach(client.volumes()::create);
    }

    /** The bystander has it, so that its forks have copies. */
    private static void createVolume(Client client, BoxRef any) {
        createVolumes(client, any);
        client.attach(BYSTANDER);
    }

    /** To read and write. */
    private static void attachBoth(Client client, BoxRef ref) {
        client.attach(ref, Data.mount(VOLUME.name() + "=/a"));
        client.attach(ref, Data.mount(OTHER_VOLUME.name() + "=/b"));
    }

    private record Case(Work work, int at, Fault fault, int again, Fault secondFault) {}

    /** What came of a case: whether the calls were reached, and the faults could be there. */
    private record Outcome(boolean struck, boolean struckAgain, int calls, int callsAgain) {}

    @ParameterizedTest
    @EnumSource
    void whatever_strikes_and_whenever_what_was_promised_is_so(Work work) {
        int calls = 1;
        for (int at = 1; at <= calls; at++) {
            for (Fault fault : Fault.values()) {
                calls = Math.max(calls, strike(work, at, fault));
            }
            assertThat(at).isLessThan(MORE_THAN_ANY_CALLS);
        }
        assertThat(calls).as("calls of a port").isGreaterThan(1);
    }

    /** Returns how many calls the work made. */
    private static int strike(Work work, int at, Fault fault) {
        Outcome first = outcome(new Case(work, at, fault, 0, Fault.NONE));
        if (first.struck()) {
            for (int again = 1; again <= first.callsAgain(); again++) {
                for (Fault second : work.secondFaults()) {
                    Outcome outcome = outcome(new Case(work, at, fault, again, second));
                    assertThat(outcome.struckAgain()).isTrue();
                }
            }
        }
        return first.calls();
    }

    private static Outcome outcome(Case one) {
        try {
            return play(one);
        } catch (Violation violation) {
            Violation told =
                    new Violation(violation.promise(), one + ": " + violation.getMessage());
            told.initCause(violation);
            throw told;
        }
    }

    private static Outcome play(Case one) {
        // The same up to the second fault, whatever that is.
        SplittableRandom dice = new SplittableRandom(one.at() * 100L + one.fault().ordinal());
        World world = new World(dice.split(), PlantedBug.NONE, false);
        Book book = new Book(world.machine().allBases());
        Client healthy = new Client(world, life(world, FaultPlan.NOTHING), book, dice.split());
        healthy.create(BYSTANDER);
        one.work().before.forEach(work -> work.on(healthy, WEB));
        Box bystander = world.machine().boxes().find(BYSTANDER).orElseThrow();

        Life first = life(world, FaultPlan.once(one.at(), one.fault()));
        try {
            one.work().work.on(new Client(world, first, book, dice.split()), WEB);
        } catch (Life.Killed _) {
            // Nobody answers it any more.
        }
        Life second = life(world, FaultPlan.once(one.again(), one.secondFault()));
        Comeback comeback = new Comeback(world, book);
        boolean survived = comeback.start(second);
        comeback.startAndCheck(false);
        new Client(world, life(world, FaultPlan.NOTHING), book, dice.split()).askAgain(WEB);
        comeback.startAndCheck(false);

        if (one.work().isRestoreWithVolumes()) {
            Box web = world.machine().boxes().find(WEB).orElseThrow();
            assertThat(world.isOfOneMoment(web)).as("%s", one).isTrue();
        }
        if (one.work() != Work.RESTORE_BOX_DESPITE_BYSTANDER
                && one.work() != Work.TAKE_OVER
                && !one.fault().isPowerCut()
                && !one.secondFault().isPowerCut()) {
            assertThat(world.machine().boxes().find(BYSTANDER)).as("%s", one).contains(bystander);
            assertThat(world.machine().engine().starts(bystander.uid())).as("%s", one).isEqualTo(1);
        }
        return new Outcome(
                first.isDead() || first.hadTrouble(), !survived, first.calls(), second.calls());
    }

    private static Life life(World world, FaultPlan faults) {
        return new Life(world, faults, Duration.ZERO);
    }
}
