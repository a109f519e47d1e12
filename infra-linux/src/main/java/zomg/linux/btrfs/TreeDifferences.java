package zomg.linux.btrfs;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import zomg.linux.libc.Errno;
import zomg.linux.libc.FileDescriptor;
import zomg.linux.libc.Libc;
import zomg.linux.libc.SyscallFailed;
import zomg.model.diff.Change;
import zomg.port.Differences;

/** What differs between a subvolume that nobody writes and one that is in use. */
public final class TreeDifferences {

    private static final long MOST_READ = 128L << 20;

    private final Libc libc;
    private final Subvolumes subvolumes;

    public TreeDifferences(Libc libc, Subvolumes subvolumes) {
        this.libc = libc;
        this.subvolumes = subvolumes;
    }

    /**
     * Of {@code live} snapshots are made and compared: what is in memory only is in no tree yet.
     *
     * @param frozen a read-only subvolume; those nested in it are not written either
     * @param scratch an empty directory for snapshots, which whoever calls deletes
     */
    public List<Change> compare(Path frozen, Path live, Path scratch, Differences.Query query) {
        try (FileDescriptor pool = directory(scratch);
                TreeSide before = new TreeSide();
                TreeSide after = new TreeSide()) {
            TreeSearch search = new TreeSearch(libc, pool);
            addAsItIs(before, search, frozen);
            addFrozen(after, search, live, scratch);
            SmallestChanges changes = new SmallestChanges(query);
            new TreeComparison(
                            before,
                            after,
                            new Lineage(search),
                            new ContentComparison(libc, MOST_READ),
                            changes)
                    .run();
            return changes.list();
        }
    }

    private void addAsItIs(TreeSide side, TreeSearch search, Path frozen) {
        FileDescriptor top = directory(frozen);
        long id = subvolumes.id(top, frozen.toString());
        side.add(new TreeSide.Part("", new FileTree(search, id), top));
        Deque<TreeSide.Part> toDo = new ArrayDeque<>(side.parts());
        while (!toDo.isEmpty()) {
            TreeSide.Part around = toDo.pop();
            for (FileTree.Nested nested : around.tree().nested()) {
                Optional<String> path = around.tree().path(nested.name());
                if (path.isEmpty()) {
                    continue;
                }
                String whole = around.path() + path.get();
                openNested(top, whole)
                        .ifPresent(
                                inner -> {
                                    TreeSide.Part part =
                                            new TreeSide.Part(
                                                    whole,
                                                    new FileTree(search, nested.id()),
                                                    inner);
                                    side.add(part);
                                    toDo.push(part);
                                });
            }
        }
    }

    /** Each as it is when its turn comes; one that comes or goes meanwhile may be left out. */
    private void addFrozen(TreeSide side, TreeSearch search, Path live, Path scratch) {
        try (TreeSide lively = new TreeSide()) {
            int number = 0;
            side.add(freeze(lively, "", directory(live), search, scratch.resolve("0")));
            Deque<TreeSide.Part> toDo = new ArrayDeque<>(lively.parts());
            while (!toDo.isEmpty()) {
                TreeSide.Part around = toDo.pop();
                for (FileTree.Nested nested : around.tree().nested()) {
                    Optional<String> path = around.tree().path(nested.name());
                    if (path.isEmpty()) {
                        continue;
                    }
                    String whole = around.path() + path.get();
                    Optional<FileDescriptor> inner = openNested(lively.outermost().top(), whole);
                    if (inner.isPresent()) {
                        number++;
                        side.add(
                                freeze(
                                        lively,
                                        whole,
                                        inner.get(),
                                        search,
                                        scratch.resolve("" + number)));
                        toDo.push(lively.part(whole).orElseThrow());
                    }
                }
            }
        }
    }

    private TreeSide.Part freeze(
            TreeSide lively, String path, FileDescriptor live, TreeSearch search, Path target) {
        lively.add(new TreeSide.Part(path, new FileTree(search, subvolumes.id(live, path)), live));
        subvolumes.freeze(live, target);
        FileDescriptor top = directory(target);
        return new TreeSide.Part(
                path, new FileTree(search, subvolumes.id(top, target.toString())), top);
    }

    private Optional<FileDescriptor> openNested(FileDescriptor top, String path) {
        try {
            return Optional.of(
                    libc.openBeneath(
                            top,
                            path.substring(1).getBytes(StandardCharsets.ISO_8859_1),
                            Libc.O_DIRECTORY));
        } catch (SyscallFailed failure) {
            if (failure.errno() == Errno.ENOENT
                    || failure.errno() == Errno.ENOTDIR
                    || failure.errno() == Errno.ELOOP) {
                return Optional.empty();
            }
            throw failure;
        }
    }

    private FileDescriptor directory(Path path) {
        return libc.open(path.toString(), Libc.O_RDONLY | Libc.O_DIRECTORY);
    }
}
