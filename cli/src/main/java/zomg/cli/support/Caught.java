package zomg.cli.support;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Signals that do not do what they do else, until this is closed. By reflection: the JDK hears
 * signals only in sun.misc.Signal, which the compiler does not take without a warning.
 */
public final class Caught implements AutoCloseable {

    private static final String SIGNAL = "sun.misc.Signal";

    private record Before(Object signal, Object handler) {}

    private final List<Before> before = new ArrayList<>();

    /**
     * @param names without SIG; one that the JVM keeps to itself is left to it
     * @param handler gets the name, on a thread of its own
     */
    public Caught(List<String> names, Consumer<String> handler) {
        for (String name : names) {
            try {
                Object signal = signal(name);
                before.add(new Before(signal, handle(signal, handler(() -> handler.accept(name)))));
            } catch (ReflectiveOperationException | IllegalArgumentException kept) {
                // it goes on doing what it does
            }
        }
    }

    private static Object signal(String name) throws ReflectiveOperationException {
        return Class.forName(SIGNAL).getConstructor(String.class).newInstance(name);
    }

    private static Class<?> handlerType() throws ReflectiveOperationException {
        return Class.forName("sun.misc.SignalHandler");
    }

    private static Object handler(Runnable action) throws ReflectiveOperationException {
        return Proxy.newProxyInstance(
                Caught.class.getClassLoader(),
                new Class<?>[] {handlerType()},
                (_, method, _) -> {
                    if (method.getName().equals("handle")) {
                        action.run();
                    }
                    return null;
                });
    }

    /**
     * @return the handler before it
     */
    private static Object handle(Object signal, Object handler)
            throws ReflectiveOperationException {
        try {
            return signal.getClass()
                    .getMethod("handle", signal.getClass(), handlerType())
                    .invoke(null, signal, handler);
        } catch (InvocationTargetException refused) {
            throw new IllegalArgumentException(refused.getCause());
        }
    }

    @Override
    public void close() {
        for (Before one : before) {
            try {
                handle(one.signal(), one.handler());
            } catch (ReflectiveOperationException impossible) {
                throw new IllegalStateException(impossible);
            }
        }
    }
}
