package zomg.runner;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import zomg.error.ErrorCode;
import zomg.error.InvalidInput;
import zomg.error.Refusal;
import zomg.model.box.Box;
import zomg.model.file.BoxPath;
import zomg.model.file.FileInfo;
import zomg.model.file.FileListing;
import zomg.model.file.FileMode;
import zomg.model.id.Uid;
import zomg.model.project.Project;
import zomg.port.BoxFiles;
import zomg.port.Download;
import zomg.port.SnapshotFiles;
import zomg.runner.FilesCall.Said;
import zomg.tar.TarEntry;
import zomg.tar.TarException;
import zomg.tar.TarReader;

/**
 * Files of boxes through the runner, one call for each, which sees what the box sees. Here archives
 * are made and taken apart; no path is ever opened here.
 */
public final class RunnerFiles implements BoxFiles, SnapshotFiles, AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int CHUNK = 256 * 1024;
    private static final int LAST_ID = 65_535;

    private final FilePlaces places;
    private final Patience patience = new Patience(PATIENCE);

    public RunnerFiles(FilePlaces places) {
        this.places = places;
    }

    @Override
    public FileInfo show(Box box, Project project, BoxPath path) {
        return shown(call(places.of(box, project), box, "show", path));
    }

    @Override
    public FileInfo show(Box box, Uid snapshot, BoxPath path) {
        return shown(call(places.of(snapshot), box, "show", path));
    }

    private static FileInfo shown(FilesCall begun) {
        try (FilesCall call = begun) {
            FileInfo info = call.item().toInfo();
            call.done();
            return info;
        }
    }

    @Override
    public FileListing list(Box box, Project project, BoxPath path) {
        return listed(call(places.of(box, project), box, "list", path));
    }

    @Override
    public FileListing list(Box box, Uid snapshot, BoxPath path) {
        return listed(call(places.of(snapshot), box, "list", path));
    }

    private static FileListing listed(FilesCall begun) {
        List<FileInfo> entries = new ArrayList<>();
        try (FilesCall call = begun) {
            while (call.next() instanceof Said.Item(FileItem item)) {
                if (entries.size() == FileListing.MOST) {
                    return listing(entries, true);
                }
                entries.add(item.toInfo());
            }
        }
        return listing(entries, false);
    }

    private static FileListing listing(List<FileInfo> entries, boolean truncated) {
        return new FileListing(
                entries.stream().sorted(Comparator.comparing(FileInfo::name)).toList(), truncated);
    }

    @Override
    public Download read(Box box, Project project, BoxPath path) {
        return begun(call(places.of(box, project), box, "read", path), FileDownload::new);
    }

    @Override
    public Download read(Box box, Uid snapshot, BoxPath path) {
        return begun(call(places.of(snapshot), box, "read", path), FileDownload::new);
    }

    @Override
    public Download pack(Box box, Project project, BoxPath path) {
        return begun(call(places.of(box, project), box, "pack", path), ArchiveDownload::new);
    }

    @Override
    public Download pack(Box box, Uid snapshot, BoxPath path) {
        return begun(call(places.of(snapshot), box, "pack", path), ArchiveDownload::new);
    }

    private static Download begun(FilesCall call, Function<FilesCall, Download> begin) {
        try {
            return begin.apply(call);
        } catch (RuntimeException | Error failure) {
            call.close();
            throw failure;
        }
    }

    @Override
    public void write(
            Box box, Project project, BoxPath path, Optional<FileMode> mode, InputStream content) {
        Consumer<RunnerPlan> permissions =
                plan -> mode.ifPresent(given -> plan.put("permissions", given.toString()));
        try (FilesCall call = call(places.of(box, project), box, "write", path, permissions)) {
            byte[] chunk = new byte[CHUNK];
            int count = content.readNBytes(chunk, 0, CHUNK);
            // Few and large: the file system counts a write by its calls as much as by its bytes
            while (count > 0 && call.send(chunk, count)) {
                count = content.readNBytes(chunk, 0, CHUNK);
            }
            call.finish();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void delete(Box box, Project project, BoxPath path) {
        try (FilesCall call = call(places.of(box, project), box, "delete", path)) {
            call.done();
        }
    }

    @Override
    public void unpack(Box box, Project project, BoxPath path, InputStream archive) {
        TarReader tar = new TarReader(new BufferedInputStream(archive, CHUNK));
        try (FilesCall call = call(places.of(box, project), box, "unpack", path)) {
            byte[] chunk = new byte[CHUNK];
            for (Optional<TarEntry> entry = tar.next();
                    entry.isPresent() && send(call, checked(entry.get()), tar, chunk);
                    entry = tar.next()) {
                // more
            }
            call.finish();
        } catch (TarException wrong) {
            throw InvalidInput.field("archive", "is wrong: " + wrong.getMessage());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static boolean send(FilesCall call, TarEntry entry, TarReader tar, byte[] chunk)
            throws IOException {
        if (!call.send(new FileItem(entry))) {
            return false;
        }
        for (int count = tar.read(chunk, 0, CHUNK); count >= 0; count = tar.read(chunk, 0, CHUNK)) {
            if (!call.send(chunk, count)) {
                return false;
            }
        }
        return true;
    }

    private static TarEntry checked(TarEntry entry) {
        if (entry.is(TarEntry.Kind.OTHER)) {
            throw new Refusal(
                    ErrorCode.PATH_NOT_SERVED,
                    "devices, FIFOs and the like are not unpacked: " + printable(entry.name()));
        }
        if (entry.uid() > LAST_ID || entry.gid() > LAST_ID || entry.uid() < 0 || entry.gid() < 0) {
            throw InvalidInput.field(
                    "archive",
                    "gives %s to an id that boxes do not have: %d is the last"
                            .formatted(printable(entry.name()), LAST_ID));
        }
        return entry;
    }

    private static String printable(String name) {
        return name.replaceAll("[^ -~]", "?");
    }

    private FilesCall call(FilesPlace place, Box box, String operation, BoxPath path) {
        return call(place, box, operation, path, _ -> {});
    }

    private FilesCall call(
            FilesPlace place, Box box, String operation, BoxPath path, Consumer<RunnerPlan> more) {
        RunnerPlan plan =
                new RunnerPlan()
                        .put("operation", operation)
                        .put("path", path.value())
                        .put("isolation", box.spec().isolation().wireName());
        more.accept(plan);
        place.plan().accept(plan);
        return new FilesCall(
                RunnerCall.start(place.launcher(), "files", plan), patience, place.isThere());
    }

    @Override
    public void close() {
        patience.close();
    }
}
