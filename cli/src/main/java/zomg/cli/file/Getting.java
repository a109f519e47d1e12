package zomg.cli.file;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import zomg.cli.file.Side.InBox;
import zomg.cli.file.Side.Local;
import zomg.cli.support.Failure;
import zomg.cli.support.Invocation;

/** Copies out of a box, or of what a snapshot of it keeps. */
final class Getting {

    static final String ONLY_FILES = "only files are supported (directories require -r)";

    private static final int BUFFER = 256 * 1024;

    private final Invocation invocation;
    private final BoxFiles files;
    private final boolean recursive;

    /**
     * @param recursive whether directories may be meant
     */
    Getting(Invocation invocation, BoxFiles files, boolean recursive) {
        this.invocation = invocation;
        this.files = files;
        this.recursive = recursive;
    }

    void get(InBox from, Side to) throws IOException {
        Optional<FileFacts> facts = files.show(from);
        boolean isDirectory = facts.filter(FileFacts::isDirectory).isPresent();
        if (isDirectory && !recursive) {
            throw Failure.of(ONLY_FILES);
        }
        if (to instanceof Local(Path path, _)) {
            Path place = Files.isDirectory(path) ? path.resolve(from.name()) : path;
            if (isDirectory) {
                getDirectory(from, place);
            } else {
                getFile(from, place);
            }
        } else if (isDirectory) {
            files.pack(from, (_, body) -> print(body, -1));
        } else {
            files.read(from, (read, body) -> print(body, read.size()));
        }
    }

    private void getFile(InBox from, Path place) {
        files.read(
                from,
                (facts, body) -> {
                    try (Progress progress = progress(facts.size())) {
                        LocalFile.write(
                                place, facts.mode(), out -> LocalFile.copy(body, out, progress));
                    }
                });
    }

    private void getDirectory(InBox from, Path place) {
        files.pack(
                from,
                (_, body) -> {
                    try (Progress progress = progress(-1)) {
                        Unpacking.unpack(place, new BufferedInputStream(body, BUFFER), progress);
                    }
                });
    }

    private void print(InputStream body, long size) throws IOException {
        try (Progress progress = progress(size)) {
            LocalFile.copy(body, new Printed(invocation.terminal().out()), progress);
        }
    }

    private Progress progress(long total) {
        return new Progress(invocation.terminal(), total);
    }
}
