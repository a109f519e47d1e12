package zomg.memory;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.model.diff.Change;
import zomg.model.diff.ChangedPath;
import zomg.model.diff.FileContent;
import zomg.model.file.BoxPath;
import zomg.model.id.Uid;
import zomg.port.Differences;

/** Compares trees of an {@link InMemoryPool}, file by file. */
public final class InMemoryDifferences implements Differences {

    private final InMemoryPool pool;

    public InMemoryDifferences(InMemoryPool pool) {
        this.pool = pool;
    }

    @Override
    public List<Change> compare(Uid snapshot, Uid root, Query query) {
        Map<String, String> before = kept(snapshot);
        Map<String, String> after = root(root);
        TreeSet<ChangedPath> paths = new TreeSet<>();
        before.keySet().forEach(path -> paths.add(ChangedPath.of(path)));
        after.keySet().forEach(path -> paths.add(ChangedPath.of(path)));
        return paths.stream()
                .filter(path -> query.after().map(last -> path.compareTo(last) > 0).orElse(true))
                .filter(path -> query.hidden().stream().noneMatch(path::isWithin))
                .flatMap(path -> change(path, before, after).stream())
                .limit(query.limit())
                .toList();
    }

    private static Optional<Change> change(
            ChangedPath path, Map<String, String> before, Map<String, String> after) {
        String one = before.get(path.text());
        String other = after.get(path.text());
        if (one == null) {
            return Optional.of(new Change(Change.Kind.ADDED, path));
        }
        if (other == null) {
            return Optional.of(new Change(Change.Kind.DELETED, path));
        }
        return one.equals(other)
                ? Optional.empty()
                : Optional.of(new Change(Change.Kind.MODIFIED, path));
    }

    @Override
    public Optional<FileContent> readSnapshot(Uid snapshot, BoxPath path, int most) {
        return read(kept(snapshot), path, most);
    }

    @Override
    public Optional<FileContent> readRoot(Uid root, BoxPath path, int most) {
        return read(root(root), path, most);
    }

    private static Optional<FileContent> read(Map<String, String> tree, BoxPath path, int most) {
        Optional<FileContent> content =
                Optional.ofNullable(tree.get(path.value()))
                        .map(text -> FileContent.of(text.getBytes(StandardCharsets.UTF_8)));
        if (content.filter(bytes -> bytes.bytes().length() > most).isPresent()) {
            throw new Refusal(ErrorCode.REQUEST_TOO_LARGE, path + " is too large");
        }
        return content;
    }

    private Map<String, String> kept(Uid snapshot) {
        return pool.kept(snapshot)
                .orElseThrow(() -> new Refusal(ErrorCode.SNAPSHOT_NOT_FOUND, "it is gone"));
    }

    private Map<String, String> root(Uid root) {
        return pool.root(root)
                .orElseThrow(() -> new Refusal(ErrorCode.BOX_NOT_FOUND, "it is gone"));
    }
}
