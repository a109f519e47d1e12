package zomg.memory;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import zomg.error.ErrorCode;
import zomg.error.InvalidInput;
import zomg.error.Refusal;
import zomg.model.box.Box;
import zomg.model.file.BoxPath;
import zomg.model.file.FileInfo;
import zomg.model.file.FileListing;
import zomg.model.file.FileMode;
import zomg.model.file.FileType;
import zomg.model.id.Uid;
import zomg.model.project.Project;
import zomg.port.BoxFiles;
import zomg.port.Download;

/** Files without links. An archive is what was unpacked there, as it came. */
public final class InMemoryBoxFiles implements BoxFiles {

    private static final FileMode USUAL = new FileMode(0644);
    private static final FileMode OF_DIRECTORIES = new FileMode(0755);

    private record Content(byte[] bytes, FileMode mode) {}

    private final Map<Uid, TreeMap<String, Optional<Content>>> boxes = new HashMap<>();

    @Override
    public synchronized FileInfo show(Box box, Project project, BoxPath path) {
        return info(path.value(), find(box, path));
    }

    @Override
    public synchronized FileListing list(Box box, Project project, BoxPath path) {
        if (find(box, path).isPresent()) {
            throw InvalidInput.field("path", "is no directory");
        }
        String prefix = path.value().equals("/") ? "/" : path.value() + "/";
        List<FileInfo> entries =
                files(box).entrySet().stream()
                        .filter(entry -> entry.getKey().startsWith(prefix))
                        .filter(entry -> entry.getKey().length() > prefix.length())
                        .filter(entry -> entry.getKey().indexOf('/', prefix.length()) < 0)
                        .map(entry -> info(entry.getKey(), entry.getValue()))
                        .toList();
        return new FileListing(entries, false);
    }

    @Override
    public synchronized Download read(Box box, Project project, BoxPath path) {
        Optional<Content> content = find(box, path);
        if (content.isEmpty()) {
            throw InvalidInput.field("path", "is a directory");
        }
        return new Kept(info(path.value(), content), content.get().bytes());
    }

    @Override
    public synchronized void write(
            Box box, Project project, BoxPath path, Optional<FileMode> mode, InputStream content) {
        Optional<Content> old = files(box).getOrDefault(path.value(), Optional.empty());
        if (files(box).containsKey(path.value()) && old.isEmpty()) {
            throw InvalidInput.field("path", "is a directory");
        }
        byte[] bytes = bytes(content);
        makeAbove(box, path);
        FileMode kept = mode.or(() -> old.map(Content::mode)).orElse(USUAL);
        files(box).put(path.value(), Optional.of(new Content(bytes, kept)));
    }

    private void makeAbove(Box box, BoxPath path) {
        for (int at = path.value().indexOf('/', 1);
                at > 0;
                at = path.value().indexOf('/', at + 1)) {
            String above = path.value().substring(0, at);
            if (files(box).getOrDefault(above, Optional.empty()).isPresent()) {
                throw InvalidInput.field("path", "goes through what is no directory");
            }
            files(box).put(above, Optional.empty());
        }
    }

    @Override
    public synchronized void delete(Box box, Project project, BoxPath path) {
        find(box, path);
        if (!list(box, path).isEmpty()) {
            throw InvalidInput.field("path", "is a directory that is not empty");
        }
        files(box).remove(path.value());
    }

    private List<String> list(Box box, BoxPath path) {
        return files(box).keySet().stream()
                .filter(name -> name.startsWith(path.value() + "/"))
                .toList();
    }

    @Override
    public synchronized Download pack(Box box, Project project, BoxPath path) {
        find(box, path);
        Optional<Content> archive =
                files(box).getOrDefault(path.value() + "/archive", Optional.empty());
        return new Kept(
                info(path.value(), Optional.empty()),
                archive.map(Content::bytes).orElse(new byte[0]));
    }

    @Override
    public synchronized void unpack(Box box, Project project, BoxPath path, InputStream archive) {
        write(box, project, new BoxPath(path.value() + "/archive"), Optional.empty(), archive);
    }

    private TreeMap<String, Optional<Content>> files(Box box) {
        return boxes.computeIfAbsent(box.uid(), _ -> new TreeMap<>(Map.of("/", Optional.empty())));
    }

    private Optional<Content> find(Box box, BoxPath path) {
        Optional<Content> found = files(box).get(path.value());
        if (found == null) {
            throw new Refusal(
                    ErrorCode.PATH_NOT_FOUND, "there is no %s in the box".formatted(path));
        }
        return found;
    }

    private static FileInfo info(String path, Optional<Content> content) {
        return new FileInfo(
                content.isPresent() ? FileType.FILE : FileType.DIRECTORY,
                path.substring(path.lastIndexOf('/') + 1),
                content.map(kept -> (long) kept.bytes().length).orElse(0L),
                content.map(Content::mode).orElse(OF_DIRECTORIES),
                0,
                0,
                Instant.EPOCH,
                Optional.empty());
    }

    private static byte[] bytes(InputStream in) {
        try {
            return in.readAllBytes();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private record Kept(FileInfo info, byte[] bytes) implements Download {

        @Override
        public void writeTo(OutputStream out) throws IOException {
            out.write(bytes);
        }

        @Override
        public void close() {
            // holds nothing
        }
    }
}
