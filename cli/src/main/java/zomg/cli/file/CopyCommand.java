package zomg.cli.file;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import zomg.cli.box.EphemeralBox;
import zomg.cli.file.Side.InBox;
import zomg.cli.file.Side.Local;
import zomg.cli.support.BoxRef;
import zomg.cli.support.ExitCode;
import zomg.cli.support.Failure;
import zomg.cli.support.Invocation;
import zomg.cli.support.ProjectOption;
import zomg.cli.syntax.Command;
import zomg.cli.syntax.Value;

/** {@code cp}, and its other names {@code get} and {@code put}. */
public final class CopyCommand extends Command {

    static final String ONLY_FILES = Getting.ONLY_FILES;
    static final String ONE_SIDE =
            "exactly one of SRC and DEST must be in a box, written as BOX:/PATH";
    static final String NO_NAME = "what comes from - needs a file's name in the box";

    private static final int BUFFER = 256 * 1024;

    /** Much may have to be brought to disk before the answer comes. */
    static final Duration PATIENCE = Duration.ofMinutes(6);

    private final Value<String> source =
            parameter("SRC", "BOX:/PATH, a local path, or - for stdin.");
    private final Value<String> destination =
            parameter("DEST", "The same; - is stdout. A directory gets SRC in it.");
    private final Value<Boolean> recursive =
            flag("Directories, too, with all that is in them.", "-r", "--recursive");
    private final ProjectOption project = new ProjectOption(this);

    private final Invocation invocation;
    private Optional<EphemeralBox> own = Optional.empty();

    public CopyCommand(String name, Invocation invocation) {
        super(
                name,
                description(name),
                example(name),
                "",
                "Modes are kept, with -r also times. A file is replaced when all of it has come, or not",
                "at all. With -r and -, an archive in tar's format is read or written.");
        takesDashes();
        this.invocation = invocation;
    }

    private static String description(String name) {
        return switch (name) {
            case "get" -> "Copy a file out of a box; another name of cp.";
            case "put" -> "Copy a file into a box; another name of cp.";
            default -> "Copy a file into or out of a box.";
        };
    }

    private static String example(String name) {
        return switch (name) {
            case "get" -> "zomg get web:/var/log/app.log ./app.log";
            case "put" -> "zomg put ./config.yaml web:/etc/app/config.yaml";
            default -> "zomg cp -r ./site web:/srv/site";
        };
    }

    @Override
    public Integer call() {
        try {
            Side from = side(source.get());
            Side to = side(destination.get());
            if (from instanceof InBox == to instanceof InBox) {
                throw Failure.usage(ONE_SIDE);
            }
            return copy(from, to);
        } finally {
            own.ifPresent(EphemeralBox::close);
        }
    }

    private int copy(Side from, Side to) {
        BoxFiles files = new BoxFiles(invocation.http().patient(PATIENCE));
        try {
            if (from instanceof InBox box) {
                new Getting(invocation, files, recursive.get()).get(box, to);
            } else {
                put(files, from, (InBox) to);
            }
        } catch (Printed.Unread quietly) {
            return ExitCode.NO_READER;
        } catch (IOException failure) {
            throw LocalFile.failure(failure);
        } catch (UncheckedIOException failure) {
            throw LocalFile.failure(failure.getCause());
        }
        return ExitCode.OK;
    }

    private Side side(String text) {
        return Side.parse(text, invocation.environment().workingDirectory(), this::box);
    }

    private BoxRef box(String typed) {
        if (own.isEmpty() && EphemeralBox.isMeant(typed)) {
            own = Optional.of(EphemeralBox.create(invocation, typed, project));
            return own.get().ref();
        }
        return invocation.box(typed, project);
    }

    private void put(BoxFiles files, Side from, InBox to) throws IOException {
        if (!(from instanceof Local(Path path, _))) {
            putStream(files, to);
            return;
        }
        boolean isDirectory = Files.isDirectory(path);
        if (isDirectory && !recursive.get()) {
            throw Failure.of(ONLY_FILES);
        }
        if (!Files.exists(path)) {
            throw Failure.of("there is no %s here".formatted(path));
        }
        boolean into =
                to.isCalledDirectory() || files.show(to).filter(FileFacts::isDirectory).isPresent();
        InBox place = into ? to.below(name(path)) : to;
        if (isDirectory) {
            putDirectory(files, path, place);
        } else {
            putFile(files, path, place);
        }
    }

    private static String name(Path path) {
        return path.toAbsolutePath().normalize().getFileName().toString();
    }

    private void putStream(BoxFiles files, InBox to) {
        InputStream in = invocation.terminal().in();
        if (to.isCalledDirectory() && !recursive.get()) {
            throw Failure.usage(NO_NAME);
        }
        try (Progress progress = progress(-1)) {
            if (recursive.get()) {
                files.unpack(to, out -> LocalFile.copy(in, out, progress));
                return;
            }
            files.write(
                    to,
                    Optional.empty(),
                    OptionalLong.empty(),
                    out -> LocalFile.copy(in, out, progress));
        }
    }

    private void putFile(BoxFiles files, Path path, InBox to) throws IOException {
        Path real = path.toRealPath();
        boolean isFile = Files.isRegularFile(real);
        long size = isFile ? Files.size(real) : -1;
        Optional<Integer> mode = isFile ? Optional.of(LocalFile.mode(real)) : Optional.empty();
        OptionalLong length = isFile ? OptionalLong.of(size) : OptionalLong.empty();
        try (InputStream in = Files.newInputStream(real);
                Progress progress = progress(size)) {
            files.write(to, mode, length, out -> LocalFile.copy(in, out, progress));
        }
    }

    private void putDirectory(BoxFiles files, Path path, InBox to) {
        try (Progress progress = progress(-1)) {
            files.unpack(
                    to,
                    out ->
                            Packing.pack(
                                    path,
                                    new BufferedOutputStream(out, BUFFER),
                                    progress,
                                    invocation.terminal().err()));
        }
    }

    private Progress progress(long total) {
        return new Progress(invocation.terminal(), total);
    }
}
