package zomg.db;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A PostgreSQL server of the tests' own, in a directory of its own, on a port of its own. Given to
 * tests as a constructor parameter. In the test-jar, for the tests of the packaged server.
 */
public final class PostgresServer implements AutoCloseable {

    /** Hands the one server to every test class. */
    public static final class Shared implements ParameterResolver {

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == PostgresServer.class;
        }

        @Override
        public PostgresServer resolveParameter(
                ParameterContext parameter, ExtensionContext context) {
            return context.getRoot()
                    .getStore(ExtensionContext.Namespace.GLOBAL)
                    .getOrComputeIfAbsent(
                            PostgresServer.class, _ -> new PostgresServer(), PostgresServer.class);
        }
    }

    public static final String USER = "zomg";
    public static final Password PASSWORD = new Password("a secret of the tests");

    private static final String COMMON = "postgres";
    private static final int PATIENCE_SECONDS = 120;

    /** Where Debian, Ubuntu and Fedora put it. */
    private static final List<Path> PLACES =
            List.of(Path.of("/usr/lib/postgresql"), Path.of("/usr/bin"));

    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private final Path directory;
    private final Path programs = programs();
    private final int port = freePort();

    private PostgresServer() {
        try {
            directory = Files.createTempDirectory("zomg-postgres");
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
            Path password = directory.resolve("password");
            Files.writeString(password, PASSWORD.value());
            // A language with an order of its own, as a server of an administrator's has it.
            run(
                    "initdb",
                    "--pgdata=" + data(),
                    "--username=" + USER,
                    "--pwfile=" + password,
                    "--auth=scram-sha-256",
                    "--encoding=UTF8",
                    "--no-locale",
                    "--locale-provider=icu",
                    "--icu-locale=en-US");
            start();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Of a fresh database, which is empty. */
    public PostgresConfig freshDatabase() throws SQLException {
        String name = "test_" + NUMBERS.incrementAndGet();
        run(COMMON, "create database " + name);
        return config(url(name));
    }

    /** Of a fresh schema, which is as good for most tests and made in no time. */
    PostgresConfig freshSchema() throws SQLException {
        String name = "test_" + NUMBERS.incrementAndGet();
        run(COMMON, "create schema " + name);
        return config(url(COMMON) + "?currentSchema=" + name);
    }

    private static PostgresConfig config(String url) {
        return new PostgresConfig(url, Optional.of(USER), Optional.of(PASSWORD), 8);
    }

    /** Without a pool between. */
    DataSource source(PostgresConfig config) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(config.url());
        source.setUser(USER);
        source.setPassword(PASSWORD.value());
        return source;
    }

    void run(String database, String command) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(url(database), USER, PASSWORD.value());
                Statement statement = connection.createStatement()) {
            statement.execute(command);
        }
    }

    public void start() {
        run(
                "pg_ctl",
                "--pgdata=" + data(),
                "--log=" + data().resolve("log"),
                "--wait",
                "--options=-c listen_addresses=127.0.0.1 -c unix_socket_directories= -c port="
                        + port,
                "start");
    }

    /** As if its machine lost power. */
    public void stopAtOnce() {
        run("pg_ctl", "--pgdata=" + data(), "--wait", "--mode=immediate", "stop");
    }

    @Override
    public void close() {
        stopAtOnce();
        try (Stream<Path> rest = Files.walk(directory)) {
            for (Path one : rest.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(one);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private Path data() {
        return directory.resolve("data");
    }

    private String url(String database) {
        return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, database);
    }

    /** As somebody who is not root, because PostgreSQL refuses to run as root. */
    private void run(String program, String... arguments) {
        Path own = programs.resolve(program);
        List<String> argv = new ArrayList<>();
        if (System.getProperty("user.name").equals("root")) {
            argv.addAll(
                    List.of(
                            "setpriv",
                            "--reuid=nobody",
                            "--regid=nogroup",
                            "--clear-groups",
                            "--"));
        }
        argv.add(Files.exists(own) ? own.toString() : program);
        argv.addAll(List.of(arguments));
        try {
            Path output = Files.createTempFile("zomg-postgres", ".out");
            try {
                Process process =
                        new ProcessBuilder(argv)
                                .directory(directory.toFile())
                                .redirectErrorStream(true)
                                .redirectOutput(output.toFile())
                                .start();
                boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
                process.destroyForcibly();
                if (!ended || process.exitValue() != 0) {
                    throw new IllegalStateException(
                            "%s failed: %s".formatted(argv, Files.readString(output)));
                }
            } finally {
                Files.delete(output);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private static Path programs() {
        return PLACES.stream()
                .filter(Files::exists)
                .flatMap(PostgresServer::below)
                .filter(folder -> Files.isExecutable(folder.resolve("initdb")))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalStateException(
                                        "PostgreSQL is needed; install the package postgresql"));
    }

    /** The folder, and the programs of each version that Debian keeps below it, newest first. */
    private static Stream<Path> below(Path place) {
        try (Stream<Path> versions = Files.list(place)) {
            List<Path> newestFirst =
                    versions.sorted(Comparator.reverseOrder())
                            .map(version -> version.resolve("bin"))
                            .filter(Files::isDirectory)
                            .toList();
            return Stream.concat(newestFirst.stream(), Stream.of(place));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
