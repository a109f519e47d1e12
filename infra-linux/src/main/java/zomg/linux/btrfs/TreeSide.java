package zomg.linux.btrfs;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import zomg.linux.libc.FileDescriptor;

/** One of two trees that are compared: a subvolume that nobody writes, and those nested in it. */
final class TreeSide implements AutoCloseable {

    /**
     * One subvolume of it.
     *
     * @param path where it stands; empty for the outermost
     * @param top its directory, open
     */
    record Part(String path, FileTree tree, FileDescriptor top) {}

    /**
     * A file, a directory or anything else.
     *
     * @param part null for an empty directory where a subvolume is missing
     */
    record Node(Part part, long number) {

        Inode inode() {
            return part == null ? Inode.EMPTY_DIRECTORY : part.tree().inode(number);
        }

        boolean isTop() {
            return part != null && number == FileTree.TOP;
        }
    }

    /** By the path at which they stand. */
    private final Map<String, Part> parts = new LinkedHashMap<>();

    private final Map<String, Optional<Node>> directories = new HashMap<>();

    void add(Part part) {
        parts.put(part.path(), part);
    }

    Part outermost() {
        return parts.get("");
    }

    List<Part> parts() {
        return List.copyOf(parts.values());
    }

    Optional<Part> part(String path) {
        return Optional.ofNullable(parts.get(path));
    }

    /** What stands at a path; no link is followed. */
    Optional<Node> find(String path) {
        if (path.isEmpty()) {
            return Optional.of(new Node(outermost(), FileTree.TOP));
        }
        Optional<Node> known = directories.get(path);
        if (known != null) {
            return known;
        }
        // Downwards from the nearest directory that is known, so that no path is too deep.
        Deque<String> way = new ArrayDeque<>();
        String above = path;
        while (!above.isEmpty() && !directories.containsKey(above)) {
            way.push(above);
            above = above.substring(0, above.lastIndexOf('/'));
        }
        Optional<Node> found = above.isEmpty() ? find("") : directories.get(above);
        for (String next : way) {
            found = found.flatMap(directory -> child(directory, next));
            if (!next.equals(path)) {
                directories.put(next, found);
            }
        }
        return found;
    }

    private Optional<Node> child(Node directory, String path) {
        if (directory.part() == null) {
            return Optional.empty();
        }
        String name = path.substring(path.lastIndexOf('/') + 1);
        return directory
                .part()
                .tree()
                .entry(directory.number(), name)
                .map(entry -> node(directory.part(), entry, path));
    }

    /** What is in a directory; nothing in what is none. */
    Map<String, Node> children(String path, Node directory) {
        Map<String, Node> children = new HashMap<>();
        if (directory.part() != null) {
            directory
                    .part()
                    .tree()
                    .entries(directory.number())
                    .forEach(
                            (name, entry) ->
                                    children.put(
                                            name,
                                            node(directory.part(), entry, path + "/" + name)));
        }
        return children;
    }

    private Node node(Part around, FileTree.Entry entry, String path) {
        return entry.subvolume()
                ? new Node(parts.get(path), FileTree.TOP)
                : new Node(around, entry.number());
    }

    @Override
    public void close() {
        parts.values().forEach(part -> part.top().close());
    }
}
