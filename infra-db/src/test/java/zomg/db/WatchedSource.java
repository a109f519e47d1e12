package zomg.db;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;

/** A data source that looks at each statement which is executed, and can refuse one. */
final class WatchedSource {

    /** What was executed. */
    record Executed(String sql, List<Setting> parameters) {

        /** The same with something before it, and with the same parameters. */
        PreparedStatement again(Connection connection, String before) throws Exception {
            PreparedStatement statement = connection.prepareStatement(before + sql);
            for (Setting parameter : parameters) {
                parameter.setter().invoke(statement, parameter.arguments());
            }
            return statement;
        }
    }

    /** How a parameter was set. */
    record Setting(Method setter, Object... arguments) {}

    private final List<Executed> executed = new CopyOnWriteArrayList<>();
    private final List<Connection> connections = new CopyOnWriteArrayList<>();
    private final DataSource real;
    private volatile String refused = "nothing";

    WatchedSource(DataSource real) {
        this.real = real;
    }

    /** Statements that start with {@code sql} fail from now on. */
    void refuse(String sql) {
        refused = sql;
    }

    List<Executed> executed() {
        return List.copyOf(executed);
    }

    void forgetExecuted() {
        executed.clear();
    }

    /**
     * What H2 was told of each connection that is open: after how many milliseconds it gives up.
     */
    List<Integer> timeouts() {
        return connections.stream()
                .filter(WatchedSource::isOpen)
                .map(WatchedSource::timeout)
                .toList();
    }

    private static boolean isOpen(Connection connection) {
        try {
            return !connection.isClosed();
        } catch (SQLException failure) {
            throw new AssertionError(failure);
        }
    }

    private static int timeout(Connection connection) {
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                "select setting_value from information_schema.settings"
                                        + " where setting_name = 'QUERY_TIMEOUT'")) {
            return rows.next() ? rows.getInt(1) : 0;
        } catch (SQLException failure) {
            throw new AssertionError(failure);
        }
    }

    DataSource source() {
        return proxy(
                DataSource.class,
                (_, method, arguments) ->
                        switch (invoke(real, method, arguments)) {
                            case Connection connection -> watched(connection);
                            case null -> null;
                            case Object other -> other;
                        });
    }

    private Connection watched(Connection connection) {
        connections.add(connection);
        return proxy(
                Connection.class,
                (_, method, arguments) -> {
                    Object result = invoke(connection, method, arguments);
                    return switch (result) {
                        case PreparedStatement statement ->
                                watched(PreparedStatement.class, statement, (String) arguments[0]);
                        case Statement statement -> watched(Statement.class, statement, "");
                        case null, default -> result;
                    };
                });
    }

    private <T extends Statement> T watched(Class<T> type, T statement, String prepared) {
        List<Setting> parameters = new CopyOnWriteArrayList<>();
        return proxy(
                type,
                (_, method, arguments) -> {
                    if (method.getDeclaringClass() == PreparedStatement.class
                            && method.getName().startsWith("set")) {
                        parameters.add(new Setting(method, arguments));
                    }
                    if (method.getName().equals("setQueryTimeout")) {
                        executed.add(new Executed("SET QUERY_TIMEOUT", List.of()));
                    }
                    if (method.getName().startsWith("execute")) {
                        boolean plain = arguments != null && arguments[0] instanceof String;
                        String sql = plain ? (String) arguments[0] : prepared;
                        executed.add(new Executed(sql, List.copyOf(parameters)));
                        if (sql.startsWith(refused)) {
                            throw new SQLException("refused by the test", "58030");
                        }
                    }
                    return invoke(statement, method, arguments);
                });
    }

    private static Object invoke(Object target, Method method, Object[] arguments)
            throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException failure) {
            throw failure.getCause();
        }
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(
                Proxy.newProxyInstance(
                        WatchedSource.class.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
