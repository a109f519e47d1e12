package zomg.simulation;

import java.io.OutputStream;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.fixture.UseCases;
import zomg.model.box.Box;
import zomg.model.exec.ExecRequest;

/** One life of the server, from its start until it is killed or ends. */
final class Life {

    /** Not an exception: nothing in the server may catch it. */
    static final class Killed extends Error {
        private static final long serialVersionUID = 1;

        Killed() {
            super("killed", null, false, false);
        }
    }

    private final World world;
    private final FaultPlan faults;
    private final UseCases zomg;
    private final Set<Thread> troubled = new HashSet<>();
    private boolean anyTrouble;
    private int calls;
    private boolean dead;

    /**
     * @param patience of those who wait for their turn
     */
    Life(World world, FaultPlan faults, Duration patience) {
        this.world = world;
        this.faults = faults;
        this.zomg =
                new UseCases(
                        world.machine(), Interception.before(world.ports(), this::call), patience);
    }

    UseCases zomg() {
        return zomg;
    }

    boolean isDead() {
        return dead;
    }

    /** How many calls of ports there were, that which killed it included. */
    int calls() {
        return calls;
    }

    /** Whether anything failed. */
    boolean hadTrouble() {
        return anyTrouble;
    }

    /** Whether something failed that this thread asked for since it was last asked. */
    boolean takeTrouble() {
        return troubled.remove(Thread.currentThread());
    }

    private Object call(Method method, Object[] arguments, Interception.Effect effect)
            throws Throwable {
        if (dead) {
            throw new Killed();
        }
        Interleaving.pause();
        if (dead) {
            if (Fault.isProgram(method)) {
                world.mayHappenLater(effect);
            }
            throw new Killed();
        }
        calls++;
        Fault fault = faults.at(calls, method);
        world.trace(() -> "%s %s %s".formatted(describe(method, arguments), fault, calls));
        return switch (fault) {
            case NONE -> effect.happen();
            case FAILURE -> throw trouble();
            case LOST_REPLY -> {
                effect.happen();
                throw trouble();
            }
            case HALF_DONE -> {
                world.half(method, arguments);
                throw trouble();
            }
            case NO_SPACE -> {
                var _ = trouble();
                throw new Refusal(ErrorCode.INSUFFICIENT_STORAGE, "the pool is full");
            }
            case KILLED_BEFORE, POWER_CUT_BEFORE -> throw die(fault);
            case KILLED_HALFWAY -> {
                world.half(method, arguments);
                throw die(fault);
            }
            case KILLED_AFTER, POWER_CUT_AFTER -> {
                attempt(effect);
                throw die(fault);
            }
            case KILLED_MEANWHILE -> {
                world.mayHappenLater(effect);
                throw die(fault);
            }
        };
    }

    private static void attempt(Interception.Effect effect) {
        try {
            effect.happen();
        } catch (Throwable _) {
            // Nobody is left to hear of it.
        }
    }

    private RuntimeException trouble() {
        anyTrouble = true;
        troubled.add(Thread.currentThread());
        return new IllegalStateException("an input/output error");
    }

    private Killed die(Fault fault) {
        dead = true;
        if (fault.isPowerCut()) {
            world.cutPower();
        }
        return new Killed();
    }

    private static String describe(Method method, Object[] arguments) {
        return "%s.%s%s"
                .formatted(
                        method.getDeclaringClass().getSimpleName(),
                        method.getName(),
                        arguments == null
                                ? "[]"
                                : Stream.of(arguments).map(Life::describe).toList());
    }

    private static String describe(Object argument) {
        return switch (argument) {
            case Box box -> "%s %s %s".formatted(box.ref(), box.uid(), box.status());
            case ExecRequest request -> request.command().toString();
            case OutputStream _ -> "stream";
            default -> argument.toString();
        };
    }
}
