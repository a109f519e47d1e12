package zomg.api.wiring;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import zomg.db.Owner;
import zomg.model.id.Uid;

/** What a server keeps from one start to the next. Only one server may have it at a time. */
record StateDirectory(Path path) {

    /** Held until the server ends. */
    static final class Lock implements AutoCloseable {

        private final FileChannel channel;

        private Lock(FileChannel channel) {
            this.channel = channel;
        }

        @Override
        public void close() {
            try {
                channel.close();
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }

    private static final String PRIVATE_DIRECTORY = "rwx------";
    private static final int INSTANCE_LENGTH = 4;
    private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");

    Path database() {
        return path.resolve("db");
    }

    Path poolImage() {
        return path.resolve("pool.img");
    }

    Path poolMount() {
        return path.resolve("pool");
    }

    Path takenRoots() {
        return path.resolve("taken-roots");
    }

    /** Not in the run directory: whoever has the state has to pass it, wherever that is. */
    Path buildLogs() {
        return path.resolve("build-logs");
    }

    Path fence() {
        return path.resolve("fence");
    }

    Path tokens() {
        return path.resolve("tokens.json");
    }

    /**
     * @throws IllegalStateException if another server has it
     */
    Lock lock() {
        try {
            Files.createDirectories(
                    path,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString(PRIVATE_DIRECTORY)));
            FileChannel channel =
                    FileChannel.open(
                            path.resolve("lock"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
            if (isTaken(channel)) {
                channel.close();
                throw new IllegalStateException(
                        "another server uses %s; there can be one".formatted(path));
            }
            return new Lock(channel);
        } catch (IOException failure) {
            throw new UncheckedIOException("%s cannot be used".formatted(path), failure);
        }
    }

    private static boolean isTaken(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() == null;
        } catch (OverlappingFileLockException byThisProcess) {
            return true;
        }
    }

    /**
     * By which a database knows this server. Longer than the instance, since it tells servers of
     * many machines apart; on disk before any database hears of it.
     */
    Owner owner(RandomIds ids) {
        Path file = path.resolve("server-id");
        try {
            if (!Files.exists(file)) {
                Path part = path.resolve("server-id.part");
                Files.writeString(part, ids.next().value());
                sync(part);
                Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
                sync(path);
            }
            String place =
                    "%s on %s, instance %s"
                            .formatted(path, Files.readString(HOST_NAME).strip(), instance(ids));
            return new Owner(new Uid(Files.readString(file).strip()).value(), place);
        } catch (IOException failure) {
            throw new UncheckedIOException("%s cannot be used".formatted(file), failure);
        }
    }

    private static void sync(Path fileOrFolder) throws IOException {
        try (FileChannel channel = FileChannel.open(fileOrFolder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Tells this server's links, rules and control groups from another's; made once. */
    String instance(RandomIds ids) {
        Path file = path.resolve("instance");
        try {
            if (!Files.exists(file)) {
                Path part = path.resolve("instance.part");
                Files.writeString(part, ids.next().value().substring(0, INSTANCE_LENGTH));
                Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
            }
            String instance = Files.readString(file).strip();
            if (!instance.matches("[a-z2-7]{%d}".formatted(INSTANCE_LENGTH))) {
                throw new IllegalStateException("%s must hold 4 of a-z and 2-7".formatted(file));
            }
            return instance;
        } catch (IOException failure) {
            throw new UncheckedIOException("%s cannot be used".formatted(file), failure);
        }
    }
}
