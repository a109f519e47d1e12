package zomg.usecase;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import zomg.memory.InMemoryMachine.Ports;
import zomg.port.BaseStore;
import zomg.port.Bases;
import zomg.port.BoxEngine;
import zomg.port.BoxProcesses;
import zomg.port.Boxes;
import zomg.port.Projects;
import zomg.port.RootStore;

/**
 * Kills the server at one call of a port: the call is not made, or it is made and nobody hears of
 * it. From then on the server is dead, and no call of it reaches the machine.
 */
final class Crash {

    /** Not an exception: nothing in the server may catch it. */
    static final class Killed extends Error {}

    private final int at;
    private final boolean afterTheEffect;
    private int calls;

    Crash(int at, boolean afterTheEffect) {
        this.at = at;
        this.afterTheEffect = afterTheEffect;
    }

    /** Whether it came to the call at all. */
    boolean happened() {
        return calls >= at;
    }

    @Override
    public String toString() {
        return "%s call %d".formatted(afterTheEffect ? "after" : "before", at);
    }

    Ports before(Ports real) {
        return new Ports(
                before(Boxes.class, real.boxes()),
                before(Projects.class, real.projects()),
                before(Bases.class, real.bases()),
                before(RootStore.class, real.roots()),
                before(BaseStore.class, real.baseStore()),
                before(BoxEngine.class, real.engine()),
                before(BoxProcesses.class, real.processes()));
    }

    private <T> T before(Class<T> port, T real) {
        return port.cast(
                Proxy.newProxyInstance(
                        port.getClassLoader(),
                        new Class<?>[] {port},
                        (_, method, arguments) -> {
                            calls++;
                            if (calls > at || calls == at && !afterTheEffect) {
                                throw new Killed();
                            }
                            try {
                                Object result = method.invoke(real, arguments);
                                if (calls == at) {
                                    throw new Killed();
                                }
                                return result;
                            } catch (InvocationTargetException failure) {
                                throw failure.getCause();
                            }
                        }));
    }
}
