package zomg.memory;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.model.box.Box;
import zomg.model.file.BoxPath;
import zomg.model.file.FileInfo;
import zomg.model.file.FileListing;
import zomg.model.file.FileMode;
import zomg.model.file.FileType;
import zomg.model.id.Uid;
import zomg.port.Download;
import zomg.port.SnapshotFiles;

/** Files of snapshots in an {@link InMemoryPool}; an archive is one file as it is. */
public final class InMemorySnapshotFiles implements SnapshotFiles {

    private static final FileMode MODE = new FileMode(0644);

    private final InMemoryPool pool;

    public InMemorySnapshotFiles(InMemoryPool pool) {
        this.pool = pool;
    }

    @Override
    public FileInfo show(Box box, Uid snapshot, BoxPath path) {
        return info(path.value(), content(snapshot, path));
    }

    @Override
    public FileListing list(Box box, Uid snapshot, BoxPath path) {
        String above = path.value().equals("/") ? "/" : path.value() + "/";
        return new FileListing(
                tree(snapshot).entrySet().stream()
                        .filter(file -> file.getKey().startsWith(above))
                        .filter(file -> file.getKey().indexOf('/', above.length()) < 0)
                        .map(file -> info(file.getKey(), file.getValue()))
                        .toList(),
                false);
    }

    @Override
    public Download read(Box box, Uid snapshot, BoxPath path) {
        return new Kept(show(box, snapshot, path), content(snapshot, path));
    }

    @Override
    public Download pack(Box box, Uid snapshot, BoxPath path) {
        return read(box, snapshot, path);
    }

    private String content(Uid snapshot, BoxPath path) {
        return Optional.ofNullable(tree(snapshot).get(path.value()))
                .orElseThrow(() -> new Refusal(ErrorCode.PATH_NOT_FOUND, "there is no " + path));
    }

    private Map<String, String> tree(Uid snapshot) {
        return pool.kept(snapshot).orElseThrow();
    }

    private static FileInfo info(String path, String content) {
        return new FileInfo(
                FileType.FILE,
                path.substring(path.lastIndexOf('/') + 1),
                content.length(),
                MODE,
                0,
                0,
                Instant.EPOCH,
                Optional.empty());
    }

    private record Kept(FileInfo info, String content) implements Download {

        @Override
        public void writeTo(OutputStream out) throws IOException {
            out.write(content.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public void close() {
            // holds nothing
        }
    }
}
