package zomg.simulation;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.lang.reflect.RecordComponent;
import zomg.memory.InMemoryMachine.Ports;
import zomg.port.HostRoutes;

/** Stands between the server and ports, whichever ports and methods there are. */
@FunctionalInterface
interface Interception {

    /** The call as it was meant. */
    @FunctionalInterface
    interface Effect {
        Object happen() throws Throwable;
    }

    Object call(Method method, Object[] arguments, Effect effect) throws Throwable;

    /** Before all ports. */
    static Ports before(Ports real, Interception interception) {
        RecordComponent[] components = Ports.class.getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        Object[] ports = new Object[components.length];
        try {
            for (int number = 0; number < components.length; number++) {
                types[number] = components[number].getType();
                ports[number] =
                        before(
                                types[number],
                                components[number].getAccessor().invoke(real),
                                interception);
            }
            return Ports.class.getDeclaredConstructor(types).newInstance(ports);
        } catch (ReflectiveOperationException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static Object before(Class<?> port, Object real, Interception interception) {
        return Proxy.newProxyInstance(
                port.getClassLoader(),
                new Class<?>[] {port},
                (_, method, arguments) ->
                        asksNobody(method)
                                ? invoke(real, method, arguments)
                                : interception.call(
                                        method, arguments, () -> invoke(real, method, arguments)));
    }

    /** Nothing can be in between then. */
    private static boolean asksNobody(Method method) {
        return is(method, HostRoutes.class, "hosting");
    }

    private static Object invoke(Object real, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(real, arguments);
        } catch (InvocationTargetException failure) {
            throw failure.getCause();
        }
    }

    /** Whether {@code method} is this one of the port; overloads have one meaning. */
    static boolean is(Method method, Class<?> port, String... names) {
        if (method.getDeclaringClass() == port) {
            for (String name : names) {
                if (method.getName().equals(name)) {
                    return true;
                }
            }
        }
        return false;
    }
}
