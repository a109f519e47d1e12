package zomg.api.log;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import zomg.model.journal.Cause;

/**
 * Puts the request id of the work that a thread does into every line of the log, whoever writes the
 * line: Liberty asks for it when it formats one, and shows it as {@code ext_requestId}.
 *
 * <p>Liberty's API for that is in no public repository, hence by reflection; see
 * https://openliberty.io/docs/latest/log-management.html. Another container's log goes without.
 */
public final class RequestIdInLog {

    private static final Logger LOG = System.getLogger(RequestIdInLog.class.getName());

    private static final String CONTEXT = "com.ibm.websphere.logging.hpel.LogRecordContext";
    private static final String NAME = "requestId";

    private static final InvocationHandler VALUE =
            (proxy, method, arguments) ->
                    method.getName().equals("getValue")
                            ? Cause.current().requestId().orElse(null)
                            : method.invoke(NAME, arguments);

    /** Kept here, because Liberty keeps a weak reference only. */
    private static Object registered;

    private RequestIdInLog() {}

    public static synchronized void begin() {
        try {
            Class<?> context = Class.forName(CONTEXT);
            Class<?> extension = Class.forName(CONTEXT + "$Extension");
            registered =
                    Proxy.newProxyInstance(
                            RequestIdInLog.class.getClassLoader(),
                            new Class<?>[] {extension},
                            VALUE);
            // Of the same application, deployed before.
            context.getMethod("unregisterExtension", String.class).invoke(null, NAME);
            context.getMethod("registerExtension", String.class, extension)
                    .invoke(null, NAME, registered);
        } catch (ClassNotFoundException other) {
            LOG.log(Level.INFO, "lines of this container's log have no request ids");
        } catch (ReflectiveOperationException changed) {
            throw new IllegalStateException("this Liberty has another " + CONTEXT, changed);
        }
    }
}
