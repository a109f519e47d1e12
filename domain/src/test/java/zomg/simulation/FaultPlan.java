package zomg.simulation;

import java.lang.reflect.Method;
import java.util.SplittableRandom;

/** What goes wrong in one life of the server. */
@FunctionalInterface
interface FaultPlan {

    FaultPlan NOTHING = (_, _) -> Fault.NONE;

    /**
     * @param number of the call, from 1
     */
    Fault at(int number, Method method);

    /** One fault, if it can be at that call. */
    static FaultPlan once(int at, Fault fault) {
        return (number, method) -> number == at && fault.fits(method) ? fault : Fault.NONE;
    }

    /**
     * A death at some call, if the life lasts that long, and failures now and then. Trouble seldom
     * comes alone: after a failure another failure, or the death, is likely.
     *
     * @param calls about as many as the life has
     */
    static FaultPlan random(SplittableRandom dice, int calls) {
        return new FaultPlan() {

            private final Fault death = Fault.DEATHS[dice.nextInt(Fault.DEATHS.length)];
            private final int usual = dice.nextInt(3) * 20;
            private int deadly = 1 + dice.nextInt(calls);
            private int badUntil;

            @Override
            public Fault at(int number, Method method) {
                if (number >= deadly && death.fits(method)) {
                    return death;
                }
                if (dice.nextInt(1000) >= (number < badUntil ? 250 : usual)) {
                    return Fault.NONE;
                }
                badUntil = number + 8;
                if (dice.nextInt(4) == 0) {
                    deadly = number + 1 + dice.nextInt(8);
                }
                return Fault.FAILURES[dice.nextInt(Fault.FAILURES.length)].at(method);
            }
        };
    }
}
